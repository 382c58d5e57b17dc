import { describe, expect, it } from 'vitest';
import { emptyHeader, type Feed, nothingRemembered } from '../../../src/domain/feeds/feed.ts';
import { notRedirected } from '../../../src/domain/feeds/feedAddress.ts';
import { neverGone } from '../../../src/domain/feeds/gone.ts';
import { settlementOf } from '../../../src/pipeline/poll/pollSettlement.ts';
import type { FetchFailure } from '../../../src/ports/feedSource.ts';

const now = new Date('2026-03-04T12:00:00Z');
const feed: Feed = {
  ...{ id: 1, url: 'https://wire.example/rss', name: 'Wire', everySeconds: null, intervalSeconds: null },
  ...{ itemsPerHour: null, outrunAt: null, isPushed: false, rereadAt: null, firstPolledAt: now, lastSucceededAt: now },
  ...{ hints: { requestedSeconds: null, skipHours: [], skipDays: [] }, failures: 0 },
  ...nothingRemembered,
  ...notRedirected,
  ...neverGone,
  ...{ documentAt: now, lastNewAt: null, usualGapSeconds: null, isSilent: false },
};
const header = { ...emptyHeader, format: 'rss' } as const;
const polled = { feed, now, limits: { minSeconds: 120, maxSeconds: 3600 }, fraction: 0 };
const failed = (reason: FetchFailure, changes: Partial<Feed> = {}) =>
  settlementOf({ ...polled, feed: { ...feed, ...changes }, outcome: { kind: 'failed', reason, message: 'no' } });

describe('what a document asks of those who poll it', () => {
  it.each([
    [{ ttlMinutes: 30, updateSeconds: 3600 }, 3600],
    [{ ttlMinutes: 2_147_483_647 }, 31_536_000],
    [{ updateSeconds: 1e15 }, 31_536_000],
    [{ updateSeconds: 1234.5 }, 1234],
    [{}, null],
  ])('is the longest of it, a year at the most: %j', (hints, expected) => {
    const answeredBy = { key: 'https://wire.example/rss', host: 'wire.example' };
    const responded = { memory: nothingRemembered, answeredBy, permanentUrl: null, freshForSeconds: null };
    const outcome = { kind: 'document', header: { ...header, ...hints }, items: [], ...responded } as const;
    expect(settlementOf({ ...polled, outcome })).toMatchObject({ hints: { requestedSeconds: expected } });
  });
});

describe('a feed that was redirected for good', () => {
  const redirectedTo = 'https://new.example/rss';

  it('is asked at its old address again at once where there is nothing at the new one', () => {
    expect(failed('not-found', { redirectedTo })).toMatchObject({ kind: 'returned' });
    expect(failed('gone', { redirectedTo })).toMatchObject({ kind: 'returned' });
  });

  it('and after ten failures, whatever they are', () => {
    expect(failed('connection', { redirectedTo, failures: 9 })).toMatchObject({ kind: 'failed' });
    expect(failed('connection', { redirectedTo, failures: 10 })).toMatchObject({ kind: 'returned' });
    expect(failed('connection', { failures: 10 })).toMatchObject({ kind: 'failed' });
  });
});
