import type { PropsWithChildren } from 'hono/jsx';
import type { Viewer } from '../access/viewer.ts';
import { BarePage } from './barePage.tsx';
import { CsrfField } from './form.tsx';
import { KeysHelp } from './keys/keysHelp.tsx';

/** The pages of the navigation, in its order, by their addresses. */
const places = {
  desk: '/',
  stories: '/stories',
  rules: '/rules',
  concepts: '/concepts',
  articles: '/articles',
  feeds: '/feeds',
  messages: '/messages',
  subscribers: '/subscribers',
  settings: '/settings',
} as const;

export type Place = keyof typeof places;

interface PageProps {
  readonly viewer: Viewer;
  /** The entry of the navigation that it belongs to. */
  readonly at: Place | null;
  readonly title: string;
  readonly islands?: readonly string[];
}

/** A page of the console: navigation, what was just done, and its content, which begins with an `h1`. */
export const Page = ({ viewer, at, title, islands = [], children }: PropsWithChildren<PageProps>) => {
  const { words, person, said } = viewer;
  return (
    <BarePage title={title} islands={['keysIsland', ...islands]} isWhole>
      <a class="skip" href="#content">
        {words.skip}
      </a>
      <div class="app">
        <header class="side">
          <a class="brand" href="/">
            {words.product}
          </a>
          <nav aria-label={words.nav.label}>
            {(Object.keys(places) as Place[]).map((place) => (
              <a href={places[place]} aria-current={place === at ? 'page' : undefined}>
                {words.nav[place]}
              </a>
            ))}
          </nav>
          <div class="who">
            <a href="/account">{person.name}</a>
            {viewer.session === null ? null : (
              <form method="post" action="/sign-out">
                <CsrfField viewer={viewer} />
                <button type="submit" class="link">
                  {words.signOut}
                </button>
              </form>
            )}
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {said === null ? null : (
            <p class="said" role="status">
              {said}
            </p>
          )}
          {children}
        </main>
      </div>
      <KeysHelp viewer={viewer} />
    </BarePage>
  );
};
