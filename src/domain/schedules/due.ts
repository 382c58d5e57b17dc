import { Temporal } from 'temporal-polyfill';
import type { QuietHours, Schedule, WallTime } from './schedule.ts';

type Periodic = Exclude<Schedule, { every: 'instant' }>;

/**
 * The next instant after `after` that the schedule names, by the wall clock of the zone. A time that a change to summer
 * time skips counts as the moment after the gap; one that comes twice is due the first time only.
 */
export function nextDue(schedule: Periodic, timezone: string, after: Date): Date {
  const now = zoned(after, timezone);
  if (schedule.every === 'hour')
    return toDate(now.round({ smallestUnit: 'hour', roundingMode: 'floor' }).add({ hours: 1 }));
  const days = schedule.every === 'day' ? 1 : 7;
  let day = now.toPlainDate();
  if (schedule.every === 'week') day = day.add({ days: (schedule.weekday - day.dayOfWeek + 7) % 7 });
  for (;;) {
    const due = atWallTime(day, schedule.at, timezone);
    if (due > after) return due;
    day = day.add({ days });
  }
}

/** The first time a subscription made now is due; null for one that is notified at once. */
export const firstDue = (schedule: Schedule, timezone: string, now: Date): Date | null =>
  schedule.every === 'instant' ? null : nextDue(schedule, timezone, now);

const mostCounted = 1000;

/** The instants that were due from `first` (itself due) up to `now`: how many, and the last. */
export function duePeriods(
  schedule: Periodic,
  timezone: string,
  first: Date,
  now: Date,
): { readonly count: number; readonly last: Date } {
  let last = first;
  let count = 1;
  for (let next = nextDue(schedule, timezone, last); next <= now && count < mostCounted; count++) {
    last = next;
    next = nextDue(schedule, timezone, last);
  }
  return { count, last };
}

/** The end of the quiet hours that `at` lies in, or null. */
export function quietUntil(quiet: QuietHours | null, timezone: string, at: Date): Date | null {
  if (quiet === null) return null;
  const today = zoned(at, timezone).toPlainDate();
  const spansMidnight = minutes(quiet.from) > minutes(quiet.until);
  for (const start of [today.subtract({ days: 1 }), today]) {
    const from = atWallTime(start, quiet.from, timezone);
    const until = atWallTime(spansMidnight ? start.add({ days: 1 }) : start, quiet.until, timezone);
    if (at >= from && at < until) return until;
  }
  return null;
}

const minutes = ({ hour, minute }: WallTime): number => hour * 60 + minute;

const zoned = (at: Date, timezone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timezone);

const toDate = (at: Temporal.ZonedDateTime): Date => new Date(at.epochMilliseconds);

/** `compatible` (RFC 5545): forward out of a gap, the earlier of two. */
const atWallTime = (day: Temporal.PlainDate, time: WallTime, timezone: string): Date =>
  toDate(day.toPlainDateTime(time).toZonedDateTime(timezone, { disambiguation: 'compatible' }));
