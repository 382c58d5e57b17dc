import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Heard, type PollPlanning, planPoll } from '../../../src/domain/feeds/nextPoll.ts';
import { firstRhythm, heardRhythm } from '../../../src/domain/feeds/rhythm.ts';
import { outsideSkippedHours } from '../../../src/domain/feeds/skippedHours.ts';

const now = new Date('2026-03-04T12:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const noHints = { requestedSeconds: null, skipHours: [], skipDays: [] };
const limits = { minSeconds: 120, maxSeconds: 3600 };

const planning = (feed: Partial<PollPlanning['feed']> = {}, fraction = 0): PollPlanning => ({
  feed: {
    ...{
      everySeconds: null,
      intervalSeconds: null,
      itemsPerHour: 2,
      outrunAt: null,
      hints: noHints,
      isPushed: false,
    },
    ...{ firstPolledAt: null, lastNewAt: null, usualGapSeconds: null },
    lastSucceededAt: hoursAgo(0.25),
    ...feed,
  },
  ...{ limits, fraction, now },
});
const heard = (changes: Partial<Heard> = {}): Heard => ({
  ...{ created: 0, items: 0, publishedAt: [], hints: noHints, freshForSeconds: null },
  ...changes,
});
const secondsTo = (date: Date) => (date.getTime() - now.getTime()) / 1000;
const waitOf = (feed: Partial<PollPlanning['feed']>, said: Partial<Heard> = {}, fraction = 0) =>
  secondsTo(planPoll(planning(feed, fraction), heard(said)).nextPollAt);

describe('the rhythm of a feed', () => {
  it('is first that of the dates in its document, over the time they cover, a week at the most', () => {
    expect(firstRhythm([hoursAgo(10), hoursAgo(5), hoursAgo(1)], now)).toBeCloseTo(0.3);
    expect(firstRhythm([hoursAgo(1000), hoursAgo(10), hoursAgo(5)], now)).toBeCloseTo(0.2);
    expect(firstRhythm([hoursAgo(1000)], now)).toBeCloseTo(1 / 168);
    expect(firstRhythm([], now)).toBeNull();
  });

  it('is not infinite for a batch that came at once, nor for dates in the future', () => {
    expect(firstRhythm([now, now, now], now)).toBe(3);
    expect(firstRhythm([hoursAgo(-5), now], now)).toBe(2);
  });

  it('never fades to nothing, however long a feed is silent', () => {
    let rate = 1;
    for (let days = 0; days < 1000; days++) rate = heardRhythm(rate, 0, 24);
    expect(rate).toBeGreaterThan(1e-38);
  });

  it('is found for as many items as a document may hold', () => {
    expect(
      firstRhythm(
        Array.from({ length: 150_000 }, () => hoursAgo(1)),
        now,
      ),
    ).toBe(150_000);
  });

  it('goes towards what is heard, whatever the steps in which it is', () => {
    const steady = (stepHours: number) => {
      let rate = 10;
      for (let hours = 0; hours < 96; hours += stepHours) rate = heardRhythm(rate, 2 * stepHours, stepHours);
      return rate;
    };
    for (const step of [0.25, 1, 6]) expect(steady(step)).toBeCloseTo(2 + 8 * Math.exp(-4), 1);
  });
});

describe('the interval', () => {
  it('is a quarter of the mean time between two new items, within the limits', () => {
    expect(waitOf({ lastSucceededAt: null }, { publishedAt: [hoursAgo(1), hoursAgo(0.5), now] })).toBe(300);
    expect(waitOf({ lastSucceededAt: null }, { publishedAt: Array(99).fill(hoursAgo(1)) })).toBe(120);
    expect(waitOf({ lastSucceededAt: null }, { publishedAt: [hoursAgo(150)] })).toBe(3600);
    expect(waitOf({ lastSucceededAt: null })).toBe(1800);
  });

  it('is the fixed one, to the second, where there is one, even in hours that are to be skipped', () => {
    const hints = { requestedSeconds: 9000, skipHours: [12], skipDays: [] };
    expect(waitOf({ everySeconds: 300 }, { hints, freshForSeconds: 9000 }, 0.9)).toBe(300);
  });

  it('gives way to the longest that server or document ask, but not for ever, and is spread', () => {
    const hints = { ...noHints, requestedSeconds: 1500 };
    expect(waitOf({ itemsPerHour: 20 }, { freshForSeconds: 1200, hints })).toBe(1500);
    expect(waitOf({ itemsPerHour: 20 }, { freshForSeconds: 2000, hints })).toBe(2000);
    expect(waitOf({ itemsPerHour: 20 }, { freshForSeconds: 90_000 })).toBe(3600);
    expect(waitOf({ itemsPerHour: 20 }, { freshForSeconds: 1200 }, 0.5)).toBeCloseTo(1260);
  });

  it('is not longer than a third of the time in which the page is replaced', () => {
    expect(waitOf({ itemsPerHour: 0.1, lastSucceededAt: hoursAgo(1) }, { created: 10, items: 12 })).toBe(1440);
  });

  it('is shortened when everything in the document is new, and the document is no longer believed that it changes seldom', () => {
    const hints = { ...noHints, requestedSeconds: 3600 };
    const plan = planPoll(planning({ lastSucceededAt: hoursAgo(1) }), heard({ created: 20, items: 20, hints }));
    expect(plan.isOutrun).toBe(true);
    expect(secondsTo(plan.nextPollAt)).toBeLessThanOrEqual(1200);
    expect(waitOf({ itemsPerHour: 10, outrunAt: hoursAgo(24) }, { hints })).toBeLessThan(400);
    expect(waitOf({ itemsPerHour: 10, outrunAt: hoursAgo(24 * 8) }, { hints })).toBe(3600);
  });

  it('is the longest while a hub tells what is new', () => {
    expect(waitOf({ itemsPerHour: 20, isPushed: true })).toBe(3600);
    const { itemsPerHour } = planPoll(
      planning({ itemsPerHour: 20, isPushed: true, lastSucceededAt: hoursAgo(48) }),
      heard(),
    );
    expect(waitOf({ itemsPerHour })).toBeLessThan(130);
  });

  it('grows by little from poll to poll after it had to be shortened', () => {
    expect(waitOf({ intervalSeconds: 200, itemsPerHour: 0.01 })).toBe(300);
  });

  it('calls neither the first document nor a short one outrun', () => {
    const first = planPoll(planning({ lastSucceededAt: null }), heard({ created: 20, items: 20 }));
    expect(first.isOutrun).toBe(false);
    expect(planPoll(planning(), heard({ created: 3, items: 3 })).isOutrun).toBe(false);
    expect(planPoll(planning(), heard({ created: 19, items: 20 })).isOutrun).toBe(false);
  });

  it('is always within the limits, whatever is heard', () => {
    const number = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(0));
    const feed = fc.record({
      itemsPerHour: fc.option(number),
      intervalSeconds: fc.option(number),
      lastSucceededAt: fc.option(number.map((hours) => hoursAgo(hours % 1000))),
    });
    const said = fc.record({
      created: fc.nat(500),
      items: fc.integer({ min: 500, max: 600 }),
      freshForSeconds: fc.option(number),
    });
    fc.assert(
      fc.property(feed, said, (state, words) => {
        const plan = planPoll(planning(state, 0.99), heard(words));
        expect(secondsTo(plan.nextPollAt)).toBeGreaterThanOrEqual(120);
        expect(secondsTo(plan.nextPollAt)).toBeLessThan(3600 * 1.1);
        expect(plan.itemsPerHour ?? 0).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('hours that a feed asks to skip', () => {
  it('are skipped, to early in the next that is not', () => {
    const night = { skipHours: [12, 13, 14], skipDays: [] };
    expect(outsideSkippedHours(now, night, 0)).toEqual(new Date('2026-03-04T15:00:00Z'));
    expect(outsideSkippedHours(now, night, 0.5)).toEqual(new Date('2026-03-04T15:05:00Z'));
    expect(outsideSkippedHours(hoursAgo(1), night, 0)).toEqual(hoursAgo(1));
  });

  it('and days, over midnight', () => {
    const wednesday = { skipHours: [0], skipDays: [3] };
    expect(outsideSkippedHours(now, wednesday, 0)).toEqual(new Date('2026-03-05T01:00:00Z'));
  });

  it('are not believed when nothing is left', () => {
    const all = { skipHours: [], skipDays: [0, 1, 2, 3, 4, 5, 6] };
    expect(outsideSkippedHours(now, all, 0)).toEqual(now);
  });
});
