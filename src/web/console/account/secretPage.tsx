import type { Viewer } from '../../access/viewer.ts';
import { Page, type Place } from '../page.tsx';

interface SecretProps {
  readonly viewer: Viewer;
  readonly at: Place | null;
  readonly title: string;
  readonly leads: readonly string[];
  readonly label: string;
  readonly secret: string;
  readonly back: { readonly path: string; readonly text: string };
}

/** Shows what is kept nowhere: a token or a link, once. */
export const SecretPage = ({ viewer, at, title, leads, label, secret, back }: SecretProps) => (
  <Page viewer={viewer} at={at} title={title}>
    <h1>{title}</h1>
    {leads.map((lead) => (
      <p>{lead}</p>
    ))}
    <label class="field">
      <span>{label}</span>
      <input class="mono secret" readonly value={secret} />
    </label>
    <p>
      <a class="button primary" href={back.path}>
        {back.text}
      </a>
    </p>
  </Page>
);
