import { describe, expect, it } from 'vitest';
import { ownIntervalSeconds, pollIntervalSeconds, retrySeconds } from '../../../src/domain/feeds/nextPoll.ts';

const limits = { minSeconds: 120, maxSeconds: 3600 };
const feed = { everySeconds: null, failures: 0 };
const every = (minutes: number, count: number) =>
  Array.from({ length: count }, (_, index) => new Date(index * minutes * 60_000));

describe('the interval', () => {
  it('is half the time between two items, within the limits', () => {
    expect(ownIntervalSeconds(every(20, 10), limits)).toBe(600);
    expect(ownIntervalSeconds(every(1, 10), limits)).toBe(120);
    expect(ownIntervalSeconds(every(600, 10), limits)).toBe(3600);
    expect(ownIntervalSeconds([], limits)).toBe(1800);
  });

  it('is the fixed one, to the second, where there is one', () => {
    const fixed = { feed: { everySeconds: 300, failures: 0 }, limits, fraction: 0.9 };
    expect(pollIntervalSeconds(fixed, 600, 9000)).toBe(300);
  });

  it('gives way to what the server asks, but not for ever, and is spread', () => {
    expect(pollIntervalSeconds({ feed, limits, fraction: 0 }, 600, 1200)).toBe(1200);
    expect(pollIntervalSeconds({ feed, limits, fraction: 0 }, 600, 90_000)).toBe(3600);
    expect(pollIntervalSeconds({ feed, limits, fraction: 0.5 }, 600, null)).toBeCloseTo(630);
  });

  it('doubles with every failure, up to the longest', () => {
    const after = (failures: number) => retrySeconds({ feed: { everySeconds: null, failures }, limits, fraction: 0 });
    expect([0, 1, 2, 30].map(after)).toEqual([120, 240, 480, 3600]);
  });
});
