import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../../src/domain/basics/grouped.ts';
import { nextDue, quietUntil } from '../../../src/domain/schedules/due.ts';
import type { Schedule, WallTime } from '../../../src/domain/schedules/schedule.ts';
import { rounds } from '../../support/soak.ts';

const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 86_400_000];

/** A clock that is put forward or back at `at`; offsets from UTC in ms. Until its neighbours, it is all there is to know of a zone. */
interface Change {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

function changesOf(zone: string): readonly Change[] {
  const changes: Change[] = [];
  let last = Temporal.Instant.from('2020-01-01T00:00Z').toZonedDateTimeISO(zone);
  for (;;) {
    const next = last.getTimeZoneTransition('next');
    if (next === null || next.year > 2030) return changes;
    const [before, after] = [last.offsetNanoseconds / 1e6, next.offsetNanoseconds / 1e6];
    changes.push({ zone, at: next.epochMilliseconds, before, after });
    last = next;
  }
}

const changes = Intl.supportedValuesOf('timeZone').flatMap(changesOf);

const changesOfAKind = rounds({ short: 1, long: Number.POSITIVE_INFINITY, setting: 'TOCSIN_CLOCK_CHANGES' });

/** What zones have in common is tested in one of them. Changes are of a kind if clocks that show the same are put to the same. */
const differing = [...grouped(changes, ({ at, before, after }) => `${at} ${before} ${after}`).values()].flatMap(
  ([first]) => first ?? [],
);
const kinds = grouped(differing, ({ at, before, after }) => `${(at + before) % dayMs} ${after - before}`);
const tested = [...kinds.values()].flatMap((alike) => alike.slice(0, changesOfAKind));

const modulo = (value: number, by: number): number => ((value % by) + by) % by;

/** What the clock on the wall shows, in ms since 1970 as it counts them. */
const shown = ({ at, before, after }: Change, instant: number): number => instant + (instant < at ? before : after);

/** The instant at which a clock shows this, by RFC 5545: the first of two; in a gap, as if the clock had not been put forward. */
function instantOf({ at, before, after }: Change, wall: number): number {
  return wall - before < at || wall - after < at ? wall - before : wall - after;
}

const minutesAround = [-1500, -180, -61, -30, -1, 0, 15, 30, 45, 60, 61, 180];
const instantsAround = ({ at }: Change): readonly number[] =>
  minutesAround.flatMap((minutes) => [at + minutes * minuteMs - 1, at + minutes * minuteMs]);

/** The times of day just before and after the change, by both clocks. */
function timesAround({ at, before, after }: Change): readonly WallTime[] {
  const walls = [-30, -1, 0, 15, 30].flatMap((minutes) =>
    [at + before, at + after].map((wall) => wall + minutes * minuteMs),
  );
  const times = [...new Set(walls.map((wall) => modulo(wall, dayMs)))];
  return times.map((time) => ({ hour: Math.floor(time / hourMs), minute: Math.floor((time % hourMs) / minuteMs) }));
}

/** ISO 8601, of a day counted from 1 January 1970, a Thursday. */
const weekdayOf = (day: number): number => modulo(day + 3, 7) + 1;

const weekdaysAround = (change: Change): ReadonlySet<number> =>
  new Set([change.at - 1, change.at].map((instant) => weekdayOf(Math.floor(shown(change, instant) / dayMs))));

const msOf = ({ hour, minute }: WallTime): number => hour * hourMs + minute * minuteMs;
const said = ({ zone }: Change, after: number, what: unknown): string =>
  `${JSON.stringify(what)} in ${zone} after ${new Date(after).toISOString()}`;

/** The first instant after `after` that reads so on some day (of the week), by looking at every day around. */
function dueByLooking(change: Change, at: WallTime, weekday: number | null, after: number): number {
  const today = Math.floor(shown(change, after) / dayMs);
  const days = Array.from({ length: 11 }, (_, index) => today - 2 + index);
  const wanted = days.filter((day) => weekday === null || weekdayOf(day) === weekday);
  return Math.min(...wanted.map((day) => instantOf(change, day * dayMs + msOf(at))).filter((due) => due > after));
}

/** The first full minute after `after` whose reading passes. */
function minuteByLooking(change: Change, after: number, passes: (wall: number) => boolean): number {
  let minute = Math.floor(after / minuteMs) * minuteMs + minuteMs;
  while (!passes(shown(change, minute))) minute += minuteMs;
  return minute;
}

describe('around every change of a clock, in every zone, from 2020 to 2030,', () => {
  it('there are the changes that these promises are about', () => {
    const names = new Set(tested.map(({ zone }) => zone));
    expect([...names]).toEqual(expect.arrayContaining(['Australia/Lord_Howe', 'Pacific/Chatham', 'Antarctica/Casey']));
  });

  it('hourly is due next when the clock shows a full hour: later than now, by no more than an hour and the shift', () => {
    for (const change of changes) {
      for (const after of instantsAround(change)) {
        const due = nextDue({ every: 'hour' }, change.zone, new Date(after)).getTime();
        const wanted = minuteByLooking(change, after, (wall) => modulo(wall, hourMs) === 0);
        if (due !== wanted) expect(due, said(change, after, 'hourly')).toBe(wanted);
        const most = hourMs + Math.abs(change.after - change.before);
        if (due <= after || due - after > most) expect.fail(said(change, after, 'hourly'));
      }
    }
  });

  it('daily and weekly are due next at their time, the first of two, and after a gap that skips it', () => {
    for (const change of tested) {
      for (const at of timesAround(change)) {
        for (const weekday of [null, ...weekdaysAround(change)]) {
          const schedule: Schedule = weekday === null ? { every: 'day', at } : { every: 'week', weekday, at };
          for (const after of instantsAround(change)) {
            const due = nextDue(schedule, change.zone, new Date(after)).getTime();
            const wanted = dueByLooking(change, at, weekday, after);
            if (due !== wanted) expect(due, said(change, after, schedule)).toBe(wanted);
          }
        }
      }
    }
  });

  it('quiet hours hold while the clock shows one of their times, and end with the first that is none', () => {
    for (const change of tested) {
      const times = timesAround(change);
      for (const [index, from] of times.entries()) {
        const until = times[(index + 3) % times.length] ?? from;
        const length = modulo(msOf(until) - msOf(from), dayMs);
        const isQuiet = (wall: number) => modulo(wall - msOf(from), dayMs) < length;
        for (const at of instantsAround(change)) {
          const end = quietUntil({ from, until }, change.zone, new Date(at))?.getTime() ?? null;
          const wanted = isQuiet(shown(change, at)) ? minuteByLooking(change, at, (wall) => !isQuiet(wall)) : null;
          if (end !== wanted) expect(end, said(change, at, { from, until })).toBe(wanted);
        }
      }
    }
  });
});
