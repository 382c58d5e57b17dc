import type { Feed } from './feed.ts';

export interface PollLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

const jitterShare = 0.1;

/** The interval that fits the feed's rhythm: half the median gap between its items, within the limits. */
export const ownIntervalSeconds = (publishedAt: readonly Date[], limits: PollLimits): number =>
  clamp((medianGapSeconds(publishedAt) ?? limits.maxSeconds) / 2, limits);

export interface NextPoll {
  readonly feed: Pick<Feed, 'everySeconds' | 'failures'>;
  readonly limits: PollLimits;
  /** Uniform in [0, 1): spreads feeds that started together. */
  readonly fraction: number;
}

/**
 * Seconds until the next poll of a feed that answered. A fixed interval is kept to the second; the feed's own one gives
 * way to what server or document ask for, and is spread by a tenth.
 */
export function pollIntervalSeconds(
  { feed, limits, fraction }: NextPoll,
  intervalSeconds: number,
  freshForSeconds: number | null,
): number {
  if (feed.everySeconds !== null) return feed.everySeconds;
  const asked = Math.min(freshForSeconds ?? 0, limits.maxSeconds);
  return Math.max(intervalSeconds, asked) * (1 + jitterShare * fraction);
}

/** Seconds until a failed feed is tried again: its interval, doubled with every failure in a row, within the limits. */
export function retrySeconds({ feed, limits, fraction }: NextPoll): number {
  const base = feed.everySeconds ?? limits.minSeconds;
  const doubled = base * 2 ** Math.min(feed.failures, 20);
  return Math.min(doubled, Math.max(limits.maxSeconds, base)) * (1 + jitterShare * fraction);
}

const clamp = (seconds: number, { minSeconds, maxSeconds }: PollLimits): number =>
  Math.min(Math.max(seconds, minSeconds), maxSeconds);

/** Null for fewer than two dated items. */
function medianGapSeconds(instants: readonly Date[]): number | null {
  const times = instants.map((at) => at.getTime()).sort((a, b) => b - a);
  const gaps = times
    .slice(1)
    .map((time, index) => ((times[index] ?? time) - time) / 1000)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? null;
}
