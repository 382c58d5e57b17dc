import { dayMs, hourMs, weekMs } from '../../basics/time.ts';
import { hourOfWeek, hoursInWeek } from './hourOfWeek.ts';

/** New items of one UTC hour; hours without any are not listed. */
export interface HourCount {
  readonly hour: Date;
  readonly created: number;
}

/** What is usual for a feed, by the hour of the week (0: Monday 00:00 UTC). Kept as JSON. */
export interface FeedNorm {
  /** How long it was watched, at most `normWeeks`. */
  readonly weeks: number;
  /** Mean of new items. */
  readonly items: readonly number[];
  /** How often the hour brought any, of the weeks it was watched and one more without: nothing is ever certain. */
  readonly active: readonly number[];
  /** Times between one hour with new items and the next. */
  readonly gaps: number;
  readonly longestGapHours: number;
  /** The third most surprising of these gaps: what came three times is usual, what came once may have been a fault. */
  readonly usualSurprise: number;
  readonly busiestDay: number;
}

export const normWeeks = 6;

/**
 * The norm of the weeks before `until`. `until` is the last new item, not the present: a silence is no part of the norm
 * that it is measured by.
 */
export function learnNorm(counts: readonly HourCount[], from: Date, until: Date): FeedNorm {
  const first = Math.max(from.getTime(), until.getTime() - normWeeks * weekMs);
  const created = new Map(counts.map((each) => [each.hour.getTime(), each.created]));
  const cells = Array.from({ length: hoursInWeek }, () => ({ times: 0, active: 0, items: 0 }));
  const activeHours: number[] = [];
  for (let hour = Math.ceil(first / hourMs) * hourMs; hour <= until.getTime(); hour += hourMs) {
    const cell = cells[hourOfWeek(hour)];
    const count = created.get(hour) ?? 0;
    if (cell === undefined) continue;
    cell.times++;
    cell.items += count;
    if (count === 0) continue;
    cell.active++;
    activeHours.push(hour);
  }
  const active = cells.map((cell) => cell.active / (cell.times + 1));
  const gaps = activeHours.slice(1).map((hour, index) => ({ from: (activeHours[index] ?? 0) + hourMs, until: hour }));
  const surprises = gaps.map((gap) => surpriseOver(active, gap.from, gap.until)).sort((a, b) => b - a);
  return {
    weeks: Math.max(0, until.getTime() - first) / weekMs,
    items: cells.map((cell) => (cell.times === 0 ? 0 : cell.items / cell.times)),
    active,
    gaps: gaps.length,
    longestGapHours: Math.max(0, ...gaps.map((gap) => (gap.until - gap.from) / hourMs)),
    usualSurprise: surprises[2] ?? surprises[0] ?? 0,
    busiestDay: busiestDay(counts, first),
  };
}

/**
 * How surprising it is that nothing came between two times: −ln of its probability, were each hour to bring something by
 * itself, as often as usual. Hours count, not items, since publishers bring theirs in heaps.
 */
export const surpriseOver = (active: FeedNorm['active'], from: number, until: number): number =>
  overHours(from, until, (hour) => -Math.log(1 - (active[hour] ?? 0)));

/** Items that usually come between two times. */
export const expectedOver = ({ items }: Pick<FeedNorm, 'items'>, from: number, until: number): number =>
  overHours(from, until, (hour) => items[hour] ?? 0);

/** The sum over the hours, those at the ends by the part that lies within. */
function overHours(from: number, until: number, countOf: (hour: number) => number): number {
  const wholeWeeks = Math.max(0, Math.floor((until - from) / weekMs));
  let sum = 0;
  if (wholeWeeks > 0) for (let hour = 0; hour < hoursInWeek; hour++) sum += wholeWeeks * countOf(hour);
  for (let at = from + wholeWeeks * weekMs; at < until; ) {
    const end = Math.min(until, (Math.floor(at / hourMs) + 1) * hourMs);
    sum += ((end - at) / hourMs) * countOf(hourOfWeek(at));
    at = end;
  }
  return sum;
}

function busiestDay(counts: readonly HourCount[], first: number): number {
  const days = new Map<number, number>();
  for (const { hour, created } of counts) {
    if (hour.getTime() < first) continue;
    const day = Math.floor(hour.getTime() / dayMs);
    days.set(day, (days.get(day) ?? 0) + created);
  }
  return Math.max(0, ...days.values());
}
