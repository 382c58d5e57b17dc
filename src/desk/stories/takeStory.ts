import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { type AttendedStory, type AttentionOutcome, storySubject } from './attendToStory.ts';

export interface NewOwner {
  /** Of a person; null: whoever has a shell. */
  readonly id: number | null;
  readonly name: string;
}

export interface TakeStoryStore {
  setOwner(story: AttendedStory, owner: NewOwner | null, entry: AuditEntry): Promise<AttentionOutcome>;
}

/** Gives a story to whoever does it, so that everybody sees who has it. */
export const takeStory = (store: TakeStoryStore, deed: Deed, story: AttendedStory): Promise<AttentionOutcome> => {
  const owner = { id: deed.by.kind === 'person' ? deed.by.id : null, name: deed.by.name };
  return store.setOwner(
    story,
    owner,
    audited(deed, { action: 'story.taken', subject: storySubject(story.storyId), after: owner }),
  );
};

/** Gives it to nobody. */
export const releaseStory = (store: TakeStoryStore, deed: Deed, story: AttendedStory): Promise<AttentionOutcome> =>
  store.setOwner(story, null, audited(deed, { action: 'story.released', subject: storySubject(story.storyId) }));
