import type { QuietHours, Schedule } from './schedule.ts';
import { atWallTime, fullHour, msOfDay, msOfTime, msUntil, toDate, whenShown, zoned } from './wallClock.ts';

type Periodic = Exclude<Schedule, { every: 'instant' }>;

/**
 * The first instant later than `after` that the schedule names. Hourly: whenever the wall clock shows a full hour, so twice where an
 * hour comes twice. Daily and weekly: a time that the clock skips comes as much later as the clock was put forward; one that
 * comes twice is due the first time only.
 */
export function nextDue(schedule: Periodic, timezone: string, after: Date): Date {
  const now = zoned(after, timezone);
  if (schedule.every === 'hour') return toDate(whenShown(fullHour, now));
  const days = schedule.every === 'day' ? 1 : 7;
  // A time that the clock skips at midnight is due on the day after its own: so yesterday's may still come.
  let day = now.toPlainDate().subtract({ days: 1 });
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

/** The end of the quiet hours that `at` lies in, or null. They last as long as the wall clock shows one of their times. */
export function quietUntil(quiet: QuietHours | null, timezone: string, at: Date): Date | null {
  if (quiet === null) return null;
  const now = zoned(at, timezone);
  if (!isQuiet(quiet, msOfDay(now))) return null;
  const end = {
    msAhead: (wall: typeof now) => msUntil(quiet.until, wall),
    isReached: (wall: typeof now) => !isQuiet(quiet, msOfDay(wall)),
  };
  return toDate(whenShown(end, now));
}

function isQuiet({ from, until }: QuietHours, msOfDay: number): boolean {
  const [isAfterFrom, isBeforeUntil] = [msOfDay >= msOfTime(from), msOfDay < msOfTime(until)];
  return msOfTime(from) < msOfTime(until) ? isAfterFrom && isBeforeUntil : isAfterFrom || isBeforeUntil;
}
