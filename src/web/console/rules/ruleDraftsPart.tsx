import type { DraftView } from '../../../ports/ruleBoard.ts';
import { mayEdit } from '../../access/viewer.ts';
import { PostForm } from '../form.tsx';
import { Time } from '../shownTime.tsx';
import { DiffText } from './diffText.tsx';
import { pathOf, type SavedView } from './workbenchView.ts';

/** Edits that wait for a second person. */
export const Drafts = (view: SavedView) => {
  const { viewer, detail } = view;
  if (detail.drafts.length === 0) return null;
  return (
    <section>
      <h2>{viewer.words.rules.drafts.title}</h2>
      <ul class="rows">
        {detail.drafts.map((draft) => (
          <DraftItem {...view} draft={draft} />
        ))}
      </ul>
    </section>
  );
};

const DraftItem = ({ viewer, now, detail, draft }: SavedView & { readonly draft: DraftView }) => {
  const words = viewer.words.rules.drafts;
  const isOwn = draft.author.kind === viewer.actor.kind && draft.author.id === viewer.actor.id;
  const path = `${pathOf({ detail })}/drafts/${draft.id}`;
  return (
    <li>
      <p>
        {words.by(draft.author.name, draft.why)}{' '}
        <small>
          <Time viewer={viewer} at={draft.madeAt} now={now} />
        </small>
      </p>
      <DiffText before={detail.current?.query ?? ''} after={draft.rule.query} />
      {mayEdit(viewer) ? (
        <div class="bar">
          {isOwn ? (
            <small>{words.own}</small>
          ) : (
            <PostForm viewer={viewer} action={`${path}/approve`}>
              <button type="submit" class="primary">
                {words.approve}
              </button>
            </PostForm>
          )}
          <PostForm viewer={viewer} action={`${path}/decline`}>
            <button type="submit">{words.decline}</button>
          </PostForm>
        </div>
      ) : null}
    </li>
  );
};

/** Whether edits of this rule wait for a second person. */
export const ReviewSetting = ({ viewer, detail }: SavedView) => {
  const words = viewer.words.rules.drafts;
  if (!mayEdit(viewer)) return null;
  return (
    <PostForm viewer={viewer} action={`${pathOf({ detail })}/review`} class="bar review">
      <label class="tick">
        <input type="checkbox" name="demands" value="yes" checked={detail.demandsReview} /> {words.demand}
      </label>
      <button type="submit">{words.set}</button>
    </PostForm>
  );
};
