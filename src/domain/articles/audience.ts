import { hourMs } from '../basics/time.ts';
import type { Audience } from './article.ts';

const newFeedHours = 24;
const lateHours = 48;

export interface Appearance {
  readonly publishedAt: Date | null;
  readonly now: Date;
  readonly isFirstPoll: boolean;
}

/**
 * Who may be notified of an item. A new feed's backlog (items older than a day, and undated ones) is for nobody. Later, what
 * was published over two days before it appeared is for digests only: it is no longer an alarm.
 */
export function audienceOf({ publishedAt, now, isFirstPoll }: Appearance): Audience {
  const ageHours = publishedAt === null ? null : (now.getTime() - publishedAt.getTime()) / hourMs;
  if (isFirstPoll) return ageHours !== null && ageHours <= newFeedHours ? 'everyone' : 'nobody';
  return ageHours !== null && ageHours > lateHours ? 'digests' : 'everyone';
}
