import { describe, expect, it } from 'vitest';
import { nextPollReason, type PlannedFeed } from '../../../src/domain/feeds/nextPollReason.ts';

const now = new Date('2022-01-06T12:00:00Z');
const seconds = (count: number): Date => new Date(now.getTime() + count * 1000);

/** Polled five minutes ago, next in five: as its interval of ten minutes has it. */
const feed = (changes: Partial<PlannedFeed> = {}): PlannedFeed => ({
  ...{ nextPollAt: seconds(300), lastPolledAt: seconds(-300), everySeconds: null, intervalSeconds: 600 },
  ...{ itemsPerHour: 1.5, requestedSeconds: null, skipHours: [], skipDays: [], outrunAt: null, isPushed: false },
  ...{ failures: 0, lastFailure: null, isEnded: false, isQuarantined: false, pause: null, heldUntil: null },
  ...changes,
});
const reason = (changes: Partial<PlannedFeed>) => nextPollReason(feed(changes), now);
const pause = { pausedAt: seconds(-60), by: 'Dana', endsAt: seconds(60), why: '' };

describe('a feed is polled next', () => {
  it('by its rhythm, where nothing else decides', () => {
    expect(reason({})).toEqual({ kind: 'rhythm', intervalSeconds: 600, itemsPerHour: 1.5 });
    expect(reason({ nextPollAt: seconds(360) }).kind).toBe('rhythm');
  });

  it.each<[string, Partial<PlannedFeed>]>([
    ['ended', { isEnded: true, pause }],
    ['quarantined', { isQuarantined: true, failures: 3 }],
    ['paused', { pause, heldUntil: seconds(60) }],
    ['held', { heldUntil: seconds(60), failures: 2 }],
    ['first', { lastPolledAt: null, nextPollAt: seconds(-1) }],
    ['due', { nextPollAt: now, failures: 2 }],
    ['failing', { failures: 2, everySeconds: 60 }],
    ['fixed', { everySeconds: 600, isPushed: true }],
    ['pushed', { isPushed: true, nextPollAt: seconds(3600) }],
    ['outrun', { outrunAt: seconds(-86_400) }],
    ['skipped hours', { nextPollAt: new Date('2022-01-06T18:03:00Z'), skipHours: [13, 14, 15, 16, 17] }],
  ])('%s: the weightiest cause is named', (kind, changes) => {
    expect(reason(changes).kind).toBe(kind);
  });

  it('later than its rhythm as its document asks, or else its server', () => {
    const later = { nextPollAt: seconds(3300) };
    expect(reason({ ...later, requestedSeconds: 3600 })).toEqual({
      kind: 'requested',
      by: 'document',
      ownSeconds: 600,
    });
    expect(reason(later)).toEqual({ kind: 'requested', by: 'server', ownSeconds: 600 });
    expect(reason({ ...later, requestedSeconds: 900 })).toMatchObject({ by: 'server' });
  });

  it('as ever once its pause, its hold or the week after an overrun is over', () => {
    const over = { pause: { ...pause, endsAt: now }, heldUntil: now, outrunAt: seconds(-8 * 86_400) };
    expect(reason(over).kind).toBe('rhythm');
  });
});
