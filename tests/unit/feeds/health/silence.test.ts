import { describe, expect, it } from 'vitest';
import { hourMs, weekMs } from '../../../../src/domain/basics/time.ts';
import { type FeedNorm, learnNorm } from '../../../../src/domain/feeds/health/norm.ts';
import { silenceOf } from '../../../../src/domain/feeds/health/silence.ts';
import { randomFrom } from '../../../support/random.ts';
import {
  daily,
  hoursOf,
  irregular,
  morningEdition,
  newspaper,
  office,
  type Rhythm,
  weeklyBlog,
  wire,
} from '../../../support/rhythms.ts';

const start = new Date('2022-01-03T00:00:00Z');
const hoursAfter = (hours: number, from = start): Date => new Date(from.getTime() + hours * hourMs);

/** The norm of the weeks before `until`, as it is learned once a day. */
const normOf = (rhythm: Rhythm, weeks: number, seed: number) => {
  const counts = hoursOf(rhythm, start, weeks * 168, randomFrom(seed));
  const lastNewAt = counts.at(-1)?.hour ?? start;
  return { counts, lastNewAt, norm: learnNorm(counts, start, lastNewAt) };
};

const isSilent = (norm: FeedNorm | null, lastNewAt: Date | null, at: Date): boolean =>
  silenceOf({ firstPolledAt: start, lastNewAt, lastSucceededAt: at, norm })?.isSilent === true;

/** How often a publisher that never falls silent is said to have, in a year; the norm is learned each midnight. */
function falseAlarms(rhythm: Rhythm, seed: number): number {
  const random = randomFrom(seed);
  const counts = hoursOf(rhythm, start, 52 * 168, random);
  let alarms = 0;
  let norm: FeedNorm | null = null;
  let learnedOn = -1;
  counts.forEach(({ hour }, index) => {
    const lastNewAt = hoursAfter(random(), hour);
    const day = Math.floor(hour.getTime() / (24 * hourMs));
    if (day !== learnedOn) {
      const recent = counts.slice(0, index + 1).filter((each) => hour.getTime() - each.hour.getTime() < 7 * weekMs);
      norm = learnNorm(recent, start, lastNewAt);
      learnedOn = day;
    }
    const next = counts[index + 1];
    if (next !== undefined && isSilent(norm, lastNewAt, next.hour)) alarms++;
  });
  return alarms;
}

/** Hours from its last item until a feed that died is said to be silent. */
function delayHours(rhythm: Rhythm, seed: number, diesBefore: Date): number {
  const counts = hoursOf(rhythm, start, 8 * 168, randomFrom(seed)).filter(({ hour }) => hour < diesBefore);
  const lastNewAt = counts.at(-1)?.hour ?? start;
  const norm = learnNorm(counts, start, lastNewAt);
  for (let hours = 1; hours < 5000; hours++) if (isSilent(norm, lastNewAt, hoursAfter(hours, lastNewAt))) return hours;
  return Number.POSITIVE_INFINITY;
}

const rhythms: Readonly<Record<string, Rhythm>> = {
  newspaper,
  office,
  wire,
  morningEdition,
  daily,
  weeklyBlog,
  irregular,
};
const seeds = [1, 2, 3, 4, 5, 6];
const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe('a feed that goes on as ever', () => {
  it.each(Object.entries(rhythms))('is said to be silent less than once in two years: %s', (_name, rhythm) => {
    const alarms = seeds.reduce((sum, seed) => sum + falseAlarms(rhythm, seed * 104_729), 0);
    expect(alarms / seeds.length).toBeLessThan(0.5);
  });

  it('may sleep at night and over the weekend', () => {
    const { norm } = normOf(office, 8, 3);
    const friday = new Date('2022-02-25T17:30:00Z');
    expect(isSilent(norm, friday, new Date('2022-02-28T09:30:00Z'))).toBe(false);
    expect(isSilent(norm, friday, new Date('2022-03-02T17:00:00Z'))).toBe(true);
  });
});

describe('a feed that died', () => {
  const sunday = new Date('2022-02-27T23:00:00Z');
  const wednesday = new Date('2022-02-23T12:00:00Z');
  it.each([
    ['wire', wire, wednesday, 12],
    ['newspaper', newspaper, wednesday, 30],
    ['office', office, wednesday, 48],
    ['morning edition', morningEdition, sunday, 96],
    ['one item a day', daily, sunday, 14 * 24],
    ['weekly blog', weeklyBlog, sunday, 10 * 168],
  ] as const)('is found: %s', (_name, rhythm, diesBefore, hours) => {
    expect(median(seeds.map((seed) => delayHours(rhythm, seed * 15_485_863, diesBefore)))).toBeLessThanOrEqual(hours);
  });

  it('is found again as fast after an outage of three days that is part of its norm', () => {
    const counts = hoursOf(wire, start, 8 * 168, randomFrom(5)).filter(
      ({ hour }) => hour < new Date('2022-02-08') || hour > new Date('2022-02-11'),
    );
    const lastNewAt = counts.at(-1)?.hour ?? start;
    expect(isSilent(learnNorm(counts, start, lastNewAt), lastNewAt, hoursAfter(14, lastNewAt))).toBe(true);
  });

  it('is not silent past the last answer: what nobody asked for nobody can miss', () => {
    const { norm, lastNewAt } = normOf(wire, 8, 2);
    expect(isSilent(norm, lastNewAt, hoursAfter(1, lastNewAt))).toBe(false);
    expect(silenceOf({ firstPolledAt: start, lastNewAt, lastSucceededAt: null, norm })).toBeNull();
  });
});

describe('a feed of which little is known', () => {
  it('is silent after a week without anything since it was first polled', () => {
    expect(isSilent(null, null, hoursAfter(6 * 24))).toBe(false);
    expect(isSilent(null, null, hoursAfter(7 * 24))).toBe(true);
  });

  it('is silent after three days in which twenty items were due, not after a weekend', () => {
    const { norm, lastNewAt } = normOf(wire, 1, 1);
    expect(isSilent(norm, lastNewAt, hoursAfter(62, lastNewAt))).toBe(false);
    expect(isSilent(norm, lastNewAt, hoursAfter(73, lastNewAt))).toBe(true);
  });

  it('is silent after five weeks, whatever it is', () => {
    const norm = learnNorm([{ hour: hoursAfter(5), created: 1 }], start, hoursAfter(5));
    expect(isSilent(norm, hoursAfter(5), hoursAfter(5 + 34 * 24))).toBe(false);
    expect(isSilent(norm, hoursAfter(5), hoursAfter(5 + 35 * 24))).toBe(true);
  });
});

it('the norm is the mean of the weeks, hour by hour, Mondays first', () => {
  const mondays = [0, 1, 2].map((week) => ({ hour: hoursAfter(week * 168 + 9), created: 6 }));
  const norm = learnNorm(mondays, start, hoursAfter(2 * 168 + 9));
  expect([norm.items[9], norm.active[9], norm.items[10]]).toEqual([6, 0.75, 0]);
  expect(norm).toMatchObject({ gaps: 2, longestGapHours: 167, busiestDay: 6 });
});
