import type { StoryAttention } from '../../domain/stories/attention.ts';

/** A story and the version of its attention that somebody saw; null: whichever there is. */
export interface AttendedStory {
  readonly storyId: number;
  readonly basedOn: number | null;
}

/** What became of a decision about a story. */
export type AttentionOutcome =
  | { readonly kind: 'done'; readonly attention: StoryAttention }
  /** Somebody else decided something in between; nothing was changed. */
  | { readonly kind: 'conflict'; readonly current: StoryAttention }
  /** There is no such story, or it was merged into another one. */
  | { readonly kind: 'no story' };

export const storySubject = (storyId: number) => ({ kind: 'story', id: String(storyId) }) as const;
