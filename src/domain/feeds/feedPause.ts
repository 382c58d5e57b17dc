import { instantWords } from '../basics/wording.ts';

/** While a feed is paused it is not polled, and what a hub sends is left for the first poll afterwards. */
export interface FeedPause {
  readonly pausedAt: Date;
  readonly by: string;
  /** Null: until somebody resumes it. */
  readonly endsAt: Date | null;
  /** Empty where no reason was given. */
  readonly why: string;
}

export const isFeedPaused = (pause: FeedPause | null, now: Date): pause is FeedPause =>
  pause !== null && (pause.endsAt === null || pause.endsAt > now);

/** `paused by Dana until Tue 4 Jan 09:00 UTC: the publisher moves house`. */
export function pauseWords({ by, endsAt, why }: FeedPause): string {
  const until = endsAt === null ? 'until somebody resumes it' : `until ${instantWords(endsAt)}`;
  return `paused by ${by} ${until}${why === '' ? '' : `: ${why}`}`;
}
