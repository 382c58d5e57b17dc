import { Temporal } from 'temporal-polyfill';
import { dayMs, hourMs, minuteMs } from '../basics/time.ts';
import type { WallTime } from './schedule.ts';

type Zoned = Temporal.ZonedDateTime;

export const zoned = (at: Date, timezone: string): Zoned =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);

export const toDate = (at: Zoned): Date => new Date(at.epochMilliseconds);

/** What the wall clock is to show, and how long it takes to get there (1 ms or more) while nobody puts it forward or back. */
export interface Goal {
  readonly msAhead: (wall: Zoned) => number;
  readonly isReached: (wall: Zoned) => boolean;
}

/**
 * The first instant after `from` at which the wall clock shows the goal. Time is counted along the line of instants, never on the
 * clock's face: where the clock is put forward or back on the way, it is read again at that instant.
 */
export function whenShown(goal: Goal, from: Zoned): Zoned {
  const reached = from.add({ milliseconds: goal.msAhead(from) });
  const change = changeUntil(from, reached);
  if (change === null) return reached;
  return goal.isReached(change) ? change : whenShown(goal, change);
}

/** Most spans have no change, and looking one up is slow: so offsets are compared first. */
function changeUntil(from: Zoned, until: Zoned): Zoned | null {
  if (from.offsetNanoseconds === until.offsetNanoseconds) return null;
  return from.getTimeZoneTransition('next');
}

/** A full hour on the wall clock. */
export const fullHour: Goal = {
  msAhead: (wall) => hourMs - (msOfDay(wall) % hourMs),
  isReached: (wall) => msOfDay(wall) % hourMs === 0,
};

export const msOfDay = ({ hour, minute, second, millisecond }: Zoned): number =>
  hour * hourMs + minute * minuteMs + second * 1000 + millisecond;

export const msOfTime = ({ hour, minute }: WallTime): number => hour * hourMs + minute * minuteMs;

/** How long a clock takes from one time of day to the next that is `until`. */
export const msUntil = (until: WallTime, wall: Zoned): number => (msOfTime(until) - msOfDay(wall) + dayMs) % dayMs;

/** `compatible` (RFC 5545): a time that the clock skips comes as much later as the clock was put forward; of two, the earlier. */
export const atWallTime = (day: Temporal.PlainDate, time: WallTime, timezone: string): Date =>
  toDate(day.toPlainDateTime(time).toZonedDateTime(timezone, { disambiguation: 'compatible' }));
