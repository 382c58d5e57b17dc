import { describe, expect, it } from 'vitest';
import { goneAgain, isGone, neverGone } from '../../../src/domain/feeds/gone.ts';
import { type Retrying, retrySeconds } from '../../../src/domain/feeds/retry.ts';
import { patienceWith } from '../../../src/pipeline/poll/patience.ts';
import type { FetchFailure } from '../../../src/ports/feedSource.ts';

const limits = { minSeconds: 120, maxSeconds: 3600 };
const waits = (reason: FetchFailure, feed: Partial<Retrying['feed']>, failures = [0, 1, 2, 3, 4, 30]) =>
  failures.map((count) =>
    retrySeconds(
      { feed: { everySeconds: null, intervalSeconds: null, ...feed, failures: count }, fraction: 0 },
      patienceWith(reason, limits),
    ),
  );

describe('a feed that fails', () => {
  it.each(['forbidden', 'not-found', 'not-a-feed', 'server-error', 'gone', 'timeout'] as const)(
    'with %s is asked again at its fixed interval while the fault has not stood for three polls, then at up to six times it',
    (reason) => {
      expect(waits(reason, { everySeconds: 60 })).toEqual([60, 60, 60, 120, 240, 360]);
      expect(waits(reason, { everySeconds: 300 })).toEqual([300, 300, 300, 600, 1200, 1800]);
    },
  );

  it('is never asked more often than its fixed interval says, nor given up', () => {
    expect(waits('timeout', { everySeconds: 7200 })).toEqual(Array(6).fill(7200));
    expect(waits('not-found', { everySeconds: 86_400 * 2 })).toEqual(Array(6).fill(86_400 * 2));
  });

  it('without one is asked again soon where the fault may pass, then ever less often', () => {
    expect(waits('timeout', { intervalSeconds: 1800 })).toEqual([120, 120, 120, 240, 480, 3600]);
    expect(waits('timeout', { intervalSeconds: null })).toEqual([120, 120, 120, 240, 480, 3600]);
  });

  it('without one is asked again at its own interval where somebody has to mend it, and seldom once that is sure', () => {
    expect(waits('not-found', { intervalSeconds: 120 })).toEqual([120, 120, 120, 1200, 2400, 86_400]);
    expect(waits('not-found', { intervalSeconds: 3600 })).toEqual([600, 600, 600, 1200, 2400, 86_400]);
  });

  it('is spread', () => {
    const feed = { everySeconds: 60, intervalSeconds: null, failures: 0 };
    expect(retrySeconds({ feed, fraction: 0.5 }, patienceWith('dns', limits))).toBeCloseTo(63);
  });
});

describe('410 is believed', () => {
  const first = new Date('2026-03-04T12:00:00Z');
  const told = (hours: readonly number[]): boolean => {
    const at = (hour: number) => new Date(first.getTime() + hour * 3_600_000);
    const claim = hours.reduce((gone, hour) => goneAgain(gone, at(hour)), neverGone);
    return isGone(claim, at(hours.at(-1) ?? 0));
  };

  it('after four polls over a day, neither sooner nor by fewer', () => {
    expect(told([0])).toBe(false);
    expect(told([0, 0.1, 0.2, 0.3, 23])).toBe(false);
    expect(told([0, 24, 48])).toBe(false);
    expect(told([0, 8, 16, 24])).toBe(true);
  });
});
