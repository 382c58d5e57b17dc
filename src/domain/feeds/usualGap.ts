import { hourSeconds } from '../basics/time.ts';
import type { Feed } from './feed.ts';

type Gaps = Pick<Feed, 'firstPolledAt' | 'lastNewAt' | 'usualGapSeconds'>;

/** How much of the mean is that of the gaps before. */
const kept = 0.8;
const timesLonger = 3;

/** Seconds between one poll that brings news and the next, after `created` new items: an exponentially weighted mean. */
export function usualGapAfter(feed: Gaps, created: number, now: Date): number | null {
  const since = feed.lastNewAt ?? feed.firstPolledAt;
  if (created === 0 || since === null) return feed.usualGapSeconds;
  const gap = Math.max(0, now.getTime() - since.getTime()) / 1000;
  return feed.usualGapSeconds === null ? gap : kept * feed.usualGapSeconds + (1 - kept) * gap;
}

/** The gap that the dates in a feed's first document suggest. */
export const firstGap = (itemsPerHour: number | null): number | null =>
  itemsPerHour === null ? null : hourSeconds / itemsPerHour;

/** Whether its last new item is three times as long ago as is usual. */
export function isOverdue({ firstPolledAt, lastNewAt, usualGapSeconds }: Gaps, now: Date): boolean {
  const since = lastNewAt ?? firstPolledAt;
  return (
    since !== null && usualGapSeconds !== null && now.getTime() - since.getTime() > timesLonger * usualGapSeconds * 1000
  );
}
