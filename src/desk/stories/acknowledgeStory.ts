import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { type AttendedStory, type AttentionOutcome, storySubject } from './attendToStory.ts';

export interface AcknowledgeStoryStore {
  /** Up to the change that is named. */
  acknowledge(story: AttendedStory, change: number, entry: AuditEntry): Promise<AttentionOutcome>;
}

/** Notes for everybody that somebody has looked at what had changed in a story by then. */
export const acknowledgeStory = (
  store: AcknowledgeStoryStore,
  deed: Deed,
  story: AttendedStory & { readonly change: number },
): Promise<AttentionOutcome> => {
  const subject = storySubject(story.storyId);
  return store.acknowledge(story, story.change, audited(deed, { action: 'story.acknowledged', subject }));
};
