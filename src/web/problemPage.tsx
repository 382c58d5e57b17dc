import { BarePage } from './console/barePage.tsx';
import { words } from './console/words/words.ts';

/** A page that says what is wrong and what to do, without navigation: who sees it may not be signed in. */
export const problemPage = ({ title, says }: { readonly title: string; readonly says: string }) => (
  <BarePage title={title}>
    <h1>{title}</h1>
    <p>{says}</p>
    <p>
      <a href="/">{words.nav.desk}</a>
    </p>
  </BarePage>
);
