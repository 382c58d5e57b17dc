import { mayEdit } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import type { BackfillView } from './backfilling.ts';
import { pathOf, type SavedView } from './workbenchView.ts';

/** Matching what came before the rule was saved, with or without telling anybody. */
export const Backfills = ({ viewer, now, detail, backfills }: SavedView) => {
  const words = viewer.words.rules.backfill;
  if (detail.current === null) return null;
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="soft small">{words.lead}</p>
      {mayEdit(viewer) ? (
        <details class="menu-inline">
          <summary>{words.button}</summary>
          <PostForm viewer={viewer} action={`${pathOf({ detail })}/backfills`}>
            <label class="field">
              <span>{words.since}</span>
              <select name="since">
                {words.choices.map(([value, label]) => (
                  <option value={value}>{label}</option>
                ))}
              </select>
            </label>
            <label class="tick">
              <input type="radio" name="tell" value="no" checked /> {words.quiet}
            </label>
            <label class="tick">
              <input type="radio" name="tell" value="yes" /> {words.tell}
            </label>
            <button type="submit">{words.button}</button>
          </PostForm>
        </details>
      ) : null}
      {backfills.length === 0 ? null : (
        <ul class="rows small">
          {backfills.map((backfill) => (
            <li>
              <Time viewer={viewer} at={backfill.requestedAt} now={now} />, {backfill.requestedBy},{' '}
              {backfill.notifies ? words.told : words.untold}: {progressOf(backfill, words)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};

function progressOf(
  { state, looked, gained, notified }: BackfillView,
  words: SavedView['viewer']['words']['rules']['backfill'],
): string {
  if (state === 'waiting') return words.waiting;
  if (state === 'failed') return words.failed;
  return state === 'running' ? words.running(looked) : words.done(looked, gained, notified);
}
