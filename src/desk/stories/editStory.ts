import {
  type EditedStory,
  refusalOf,
  type StoryEdit,
  type StorySplit,
  storiesOf,
} from '../../domain/stories/storyEdit.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { storySubject } from './attendToStory.ts';

export interface EditStoryStore {
  /** Those of the stories that there are. */
  stories(ids: readonly number[]): Promise<readonly EditedStory[]>;
  /** A split that names a report, and the copies of its text in that story too: one text stays in one story. */
  withCopies(split: StorySplit): Promise<StorySplit>;
  /** The number of the edit, which the story writer applies. The stories must exist. */
  request(edit: StoryEdit, entry: AuditEntry): Promise<number>;
}

export type EditStoryOutcome =
  | {
      readonly kind: 'requested';
      readonly editId: number;
      /** With the copies that come along. */
      readonly edit: StoryEdit;
      readonly stories: readonly EditedStory[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

const actions = { merge: 'story.merged', split: 'story.split', correct: 'story.corrected' } as const;

/** Asks the story writer to merge two stories, to split one, or to correct a ledger. Nobody is notified of that. */
export async function editStory(store: EditStoryStore, deed: Deed, named: StoryEdit): Promise<EditStoryOutcome> {
  if (deed.why === '') return { kind: 'refused', reason: 'a reason is needed' };
  const edit = named.kind === 'split' ? await store.withCopies(named) : named;
  const stories = await store.stories(storiesOf(edit));
  const reason = refusalOf(edit, stories);
  if (reason !== null) return { kind: 'refused', reason };
  const { kind, storyId, ...after } = edit;
  const entry = audited(deed, { action: actions[kind], subject: storySubject(storyId), after });
  return { kind: 'requested', editId: await store.request(edit, entry), edit, stories };
}
