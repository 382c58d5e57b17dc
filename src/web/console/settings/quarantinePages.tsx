import { Hono } from 'hono';
import { type ReleaseStore, release } from '../../../desk/quarantine/release.ts';
import type { Clock } from '../../../ports/clock.ts';
import { doneAt } from '../../access/flash.ts';
import { deedOf, mayEdit, type SignedIn, type Viewer } from '../../access/viewer.ts';
import { fieldsOf } from '../account/accountPages.tsx';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import type { Words } from '../words/words.ts';
import { SettingsFrame } from './settingsFrame.tsx';

type Kind = keyof Words['settings']['quarantine']['kinds'];

export interface Quarantined {
  readonly kind: Kind;
  readonly rows: readonly { readonly name: string; readonly path: string | null; readonly since: Date }[];
}

export interface QuarantineDeps {
  readonly clock: Clock;
  readonly quarantined: () => Promise<readonly Quarantined[]>;
  readonly releaseStore: ReleaseStore<Kind>;
}

/** What was taken out of the way, by kind, and a button that gives each kind back. */
export function quarantinePages({ clock, quarantined, releaseStore }: QuarantineDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  pages.get('/settings/quarantine', async (context) => {
    const { viewer } = context.var;
    const words = viewer.words.settings.quarantine;
    const found = await quarantined();
    return context.html(
      <SettingsFrame viewer={viewer} at="quarantine">
        {found.length === 0 ? <p class="empty">{words.empty}</p> : <p class="soft">{words.lead}</p>}
        {found.map((each) => (
          <OneKind {...{ viewer }} {...each} now={clock.now()} />
        ))}
      </SettingsFrame>,
    );
  });
  pages.post('/settings/quarantine/release', async (context) => {
    const { kinds, released, nothing } = context.var.viewer.words.settings.quarantine;
    const { kind, why } = await fieldsOf(context, ['kind', 'why']);
    const wanted = (Object.keys(kinds) as Kind[]).filter((each) => each === kind);
    const done = await release(releaseStore, deedOf(context, clock.now(), why), wanted);
    const count = done.reduce((sum, each) => sum + each.count, 0);
    return doneAt(context, '/settings/quarantine', count === 0 ? nothing : released(count));
  });
  return pages;
}

const mostShown = 50;

const OneKind = ({ viewer, kind, rows, now }: Quarantined & { readonly viewer: Viewer; readonly now: Date }) => {
  const words = viewer.words.settings.quarantine;
  return (
    <section aria-labelledby={kind}>
      <div class="bar">
        <h2 id={kind} class="grow">
          {words.kinds[kind]}
        </h2>
        {mayEdit(viewer) ? (
          <PostForm viewer={viewer} action="/settings/quarantine/release">
            <input type="hidden" name="kind" value={kind} />
            <button type="submit" aria-label={`${words.release}: ${words.kinds[kind]}`}>
              {words.release}
            </button>
          </PostForm>
        ) : null}
      </div>
      <ul class="rows">
        {rows.map(({ name, path, since }) => (
          <li class="bar">
            <span class="grow">{path === null ? name : <a href={path}>{name}</a>}</span>
            <small>
              {words.since} <Time {...{ viewer, now }} at={since} />
            </small>
          </li>
        ))}
      </ul>
      {rows.length === mostShown ? <p class="small soft">{words.limit}</p> : null}
    </section>
  );
};
