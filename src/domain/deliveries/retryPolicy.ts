import { daySeconds } from '../basics/time.ts';

const firstRetrySeconds = 10;
const longestRetrySeconds = 30 * 60;
const longestWishSeconds = daySeconds;

/**
 * Tries until about a day has passed: eight that grow from 10 s, then one each 15 minutes on average.
 * @internal exported for its tests
 */
export const mostAttempts = 100;

export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** What the receiver asked for (`Retry-After`), seconds. */
  readonly afterSeconds: number | null;
}

/**
 * Seconds until the next try, or null after the last. Exponential backoff with full jitter (AWS Architecture Blog,
 * "Exponential Backoff and Jitter"), the first within 10 s; never sooner than the receiver asks, up to a day.
 * `fraction` is uniform in [0, 1).
 */
export function retryAfterAttempt({ attempt, afterSeconds }: FailedAttempt, fraction: number): number | null {
  if (attempt >= mostAttempts) return null;
  const ceiling = Math.min(firstRetrySeconds * 2 ** Math.min(attempt - 1, 20), longestRetrySeconds);
  return Math.max(1, ceiling * fraction, Math.min(afterSeconds ?? 0, longestWishSeconds));
}
