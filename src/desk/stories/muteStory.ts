import { dayMs } from '../../domain/basics/time.ts';
import { longestMuteDays, type MuteEnd } from '../../domain/stories/mute.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { type AttendedStory, type AttentionOutcome, storySubject } from './attendToStory.ts';

export interface MuteStoryStore {
  /** Sets it, in place of one that holds. `base` of the figure that ends it is what the ledger says then. */
  mute(story: AttendedStory, end: MuteEnd, entry: AuditEntry): Promise<AttentionOutcome>;
  /** Ends the mute that holds; what it held becomes due. `not muted`: none holds. */
  unmute(story: AttendedStory, entry: AuditEntry): Promise<AttentionOutcome | { readonly kind: 'not muted' }>;
}

export type MuteFault = 'no reason' | 'past' | 'too far' | 'no amount';

export type MuteOutcome = AttentionOutcome | { readonly kind: 'refused'; readonly fault: MuteFault };

/** Holds back all notifications of a story until the end that is named. The reason is shown to everybody. */
export async function muteStory(
  store: MuteStoryStore,
  deed: Deed,
  { end, ...story }: AttendedStory & { readonly end: MuteEnd },
): Promise<MuteOutcome> {
  const fault = faultOf(end, deed);
  if (fault !== null) return { kind: 'refused', fault };
  return store.mute(
    story,
    end,
    audited(deed, { action: 'story.muted', subject: storySubject(story.storyId), after: end }),
  );
}

/** Ends a mute before its time. Whoever was not notified because of it is notified now. */
export const unmuteStory = (
  store: MuteStoryStore,
  deed: Deed,
  story: AttendedStory,
): Promise<AttentionOutcome | { readonly kind: 'not muted' }> =>
  store.unmute(story, audited(deed, { action: 'story.unmuted', subject: storySubject(story.storyId) }));

function faultOf(end: MuteEnd, { why, at }: Deed): MuteFault | null {
  if (why === '') return 'no reason';
  if (end.kind === 'time') {
    if (end.until <= at) return 'past';
    return end.until.getTime() - at.getTime() > longestMuteDays * dayMs ? 'too far' : null;
  }
  if (end.kind === 'move') return isAmount('count' in end.by ? end.by.count : end.by.percent) ? null : 'no amount';
  return null;
}

const isAmount = (amount: number): boolean => Number.isSafeInteger(amount) && amount > 0 && amount <= 1_000_000_000;
