import type { DeskFeed } from '../../../desk/feeds/lockedFeeds.ts';
import type { FeedFault } from '../../../domain/configuration/feedEntry.ts';
import type { Viewer } from '../../access/viewer.ts';
import { Field, PostForm } from '../form.tsx';
import { type FeedFields, FeedFormFields } from './feedEntryForm.tsx';

export interface FeedEditProps {
  readonly viewer: Viewer;
  readonly feed: DeskFeed;
  readonly fields: FeedFields;
  readonly faults: readonly FeedFault[];
  readonly why: string;
  /** What else keeps it from being saved. */
  readonly said: string | null;
}

/** Edits what people set of a feed, based on the version that they saw. */
export const FeedEdit = ({ viewer, feed, fields, faults, why, said }: FeedEditProps) => {
  const words = viewer.words.feeds.form;
  const at = `/feeds/${feed.id}`;
  return (
    <div class="narrowed">
      <p class="small">
        <a href={at}>{words.cancel}</a>
      </p>
      <h1>{words.title(feed.name)}</h1>
      {said === null ? null : (
        <p class="bad" role="alert">
          {said}
        </p>
      )}
      <PostForm viewer={viewer} action={at}>
        <input type="hidden" name="basedOn" value={String(feed.version)} />
        <FeedFormFields viewer={viewer} fields={fields} faults={faults} />
        <Field name="why" label={words.why} value={why} hint={words.whyHint} />
        <button type="submit" class="primary">
          {words.save}
        </button>
      </PostForm>
    </div>
  );
};
