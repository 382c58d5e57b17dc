import { describe, expect, it } from 'vitest';
import { followFindings, type KeptFinding } from '../../../../src/domain/feeds/health/followFindings.ts';
import { judgeFeed } from '../../../../src/domain/feeds/health/judgeFeed.ts';
import { learnNorm } from '../../../../src/domain/feeds/health/norm.ts';
import type { ObservedFeed } from '../../../../src/domain/feeds/health/observedFeed.ts';
import { leadingState } from '../../../../src/domain/feeds/health/states.ts';
import { observedFeed } from '../../../support/observedFeed.ts';
import { randomFrom } from '../../../support/random.ts';
import { hoursOf, office } from '../../../support/rhythms.ts';

const now = new Date('2022-03-02T12:00:00Z');
const minutes = (count: number): Date => new Date(now.getTime() + count * 60_000);
const start = new Date('2022-01-10T00:00:00Z');
const counts = hoursOf(office, start, 7 * 168, randomFrom(4));
const norm = learnNorm(counts, start, new Date('2022-02-25T17:00:00Z'));

const begun = (feed: Partial<ObservedFeed>, at = now): readonly string[] =>
  judgeFeed(observedFeed(feed), at)
    .filter(({ begins }) => begins)
    .map(({ state, says }) => `${state}: ${says}`);

describe('a feed is said to', () => {
  it('fail after three failures and half an hour, with the reason and since when', () => {
    const failing = { failures: 3, lastError: 'answered 500', lastSucceededAt: minutes(-29) };
    expect(begun(failing)).toEqual([]);
    expect(begun({ ...failing, lastSucceededAt: minutes(-30) })).toEqual([
      'failing: no successful poll since Wed 2 Mar 11:30 UTC, 3 failures in a row: answered 500',
    ]);
    expect(begun({ ...failing, lastSucceededAt: null })).toEqual([
      'failing: no poll has succeeded yet, 3 failures in a row: answered 500',
    ]);
  });

  it('be paused by whom, until when and why, and nothing else, until the pause is over', () => {
    const pause = { pausedAt: minutes(-60), by: 'Dana', endsAt: minutes(30), why: 'moves house' };
    const failing = { failures: 9, lastError: 'answered 500', lastSucceededAt: minutes(-600), pause };
    expect(begun(failing)).toEqual(['paused: paused by Dana until Wed 2 Mar 12:30 UTC: moves house']);
    expect(begun(failing, minutes(30))).toEqual([expect.stringMatching(/^failing: /)]);
    expect(begun({ pause: { ...pause, endsAt: null, why: '' } })).toEqual([
      'paused: paused by Dana until somebody resumes it',
    ]);
  });

  it('fail from the first failure where it has never answered; not before its first poll', () => {
    expect(begun({ failures: 1, lastError: 'no such host' })).toEqual([
      'failing: no poll has succeeded yet, 1 failure in a row: no such host',
    ]);
    expect(begun({ failures: 0, lastError: 'asked us to wait' })).toHaveLength(1);
    expect(begun({})).toEqual([]);
    expect(begun({ failures: 1, lastError: 'no such host', lastSucceededAt: minutes(-60) })).toEqual([]);
  });

  it('fail where its host has kept us away for six hours, though nothing failed', () => {
    const held = { lastError: 'asked us to wait', lastSucceededAt: minutes(-360) };
    expect(begun(held)).toEqual(['failing: no successful poll since Wed 2 Mar 06:00 UTC: asked us to wait']);
    expect(begun({ ...held, lastSucceededAt: minutes(-300) })).toEqual([]);
  });

  it('be polled too slowly for a day after all that it had was new', () => {
    const outrun = { outrunAt: minutes(-30), intervalSeconds: 600 };
    expect(begun(outrun)).toEqual([
      'polled too slowly: everything in it was new on Wed 2 Mar 11:30 UTC, so items may have come and gone between two polls; it is now polled every 10 minutes',
    ]);
    expect(begun({ ...outrun, outrunAt: minutes(-120) })).toEqual([]);
    expect(judgeFeed(observedFeed({ ...outrun, outrunAt: minutes(-120) }), now)).toMatchObject([{ goesOn: true }]);
    expect(judgeFeed(observedFeed({ ...outrun, outrunAt: minutes(-1500) }), now)).toEqual([]);
  });

  it('be silent with what it usually brings in that time', () => {
    const quiet = { firstPolledAt: start, lastNewAt: new Date('2022-02-25T17:00:00Z'), lastSucceededAt: now, norm };
    expect(begun(quiet)).toEqual([
      expect.stringMatching(
        /^silent: it responds, but has brought nothing new since Fri 25 Feb 17:00 UTC \(5 days\); it usually brings \d\d items in that time$/,
      ),
    ]);
  });

  it('flood when it brings far more than ever', () => {
    expect(begun({ norm, newInDay: 49 })).toEqual([]);
    expect(begun({ norm, newInDay: 300 })).toEqual([
      expect.stringMatching(/^flooding: 300 new items in 24 hours; it usually brings [\d.]+ items$/),
    ]);
  });

  it('bring only duplicates when not one of ten was its own', () => {
    expect(begun({ own: 1, borrowed: 40 })).toEqual([]);
    expect(begun({ own: 0, borrowed: 40 })).toHaveLength(1);
  });

  it('are redirected, ended or quarantined', () => {
    expect(begun({ redirectedTo: 'https://new.example/rss' })).toEqual([
      'redirected: its address redirects permanently to https://new.example/rss',
    ]);
    expect(begun({ redirectedTo: 'https://new.example/rss?key=geheim' })).toEqual([
      'redirected: its address redirects permanently to https://new.example/rss?…',
    ]);
    expect(begun({ endedAt: now, lastError: 'gone (410)', failures: 9 })).toEqual([
      'ended: the publisher took it down for good on Wed 2 Mar 12:00 UTC: gone (410)',
    ]);
    expect(begun({ quarantinedAt: now })[0]).toMatch(/^quarantined: /);
  });
});

describe('a state', () => {
  const failing = observedFeed({ failures: 4, lastError: 'answered 500', lastSucceededAt: minutes(-60) });
  const fine = observedFeed({ lastSucceededAt: now });
  const kept = (changes: Partial<KeptFinding> = {}): KeptFinding => {
    const [opened] = followFindings([], judgeFeed(failing, now), now).opened;
    if (opened === undefined) throw new Error('it did not begin');
    return { ...opened, calmSince: null, ...changes };
  };

  it('begins once, and keeps its beginning while its words change', () => {
    const worse = judgeFeed({ ...failing, failures: 5 }, minutes(5));
    const { opened, altered, closed } = followFindings([kept()], worse, minutes(5));
    expect([opened, closed]).toEqual([[], []]);
    expect(altered).toMatchObject([{ since: now, says: expect.stringContaining('5 failures') }]);
    expect(followFindings([kept()], judgeFeed(failing, now), now)).toEqual({ opened: [], altered: [], closed: [] });
  });

  it('ends only after half an hour of calm, which a failure in between begins anew', () => {
    const [calming] = followFindings([kept()], judgeFeed(fine, now), now).altered;
    expect(calming?.calmSince).toEqual(now);
    const calm = kept({ calmSince: now });
    expect(followFindings([calm], judgeFeed(fine, minutes(29)), minutes(29)).closed).toEqual([]);
    expect(followFindings([calm], judgeFeed(fine, minutes(30)), minutes(30)).closed).toEqual(['failing']);
    const oneFailure = judgeFeed({ ...fine, failures: 1, lastError: 'answered 500' }, minutes(20));
    expect(followFindings([calm], oneFailure, minutes(20)).altered).toMatchObject([{ calmSince: null }]);
  });

  it('leads by its weight; without any the feed is healthy, or new', () => {
    const moved = { state: 'redirected', since: now, says: 'redirected', advice: '' } as const;
    expect(leadingState([moved, kept()], true).state).toBe('failing');
    expect([leadingState([], true).state, leadingState([], false).state]).toEqual(['healthy', 'new']);
  });
});
