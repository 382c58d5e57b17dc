import { dayMs, hourMs, weekMs } from '../../basics/time.ts';
import { expectedOver, type FeedNorm, surpriseOver } from './norm.ts';

/** What is known of the time since a feed's last new item. */
export interface Silence {
  readonly isSilent: boolean;
  readonly since: Date;
  readonly hours: number;
  /** Items that usually come in that time; null where too little is known. */
  readonly expected: number | null;
}

export interface Listened {
  readonly firstPolledAt: Date | null;
  readonly lastNewAt: Date | null;
  /** Nobody can hear a silence past the last response. */
  readonly lastSucceededAt: Date | null;
  readonly norm: FeedNorm | null;
}

/** −ln of the probability: one silence in some eight thousand is as long by chance. */
const leastSurprise = 9;
const leastHours = 2;
/** With so many gaps seen, one of `farLonger` times the longest is no chance, however irregular the feed. */
const manyGaps = 20;
const farLonger = 3;

/** With less than that, the hours of a week are not known yet. */
const leastWeeks = 2;
const youngLeastHours = 72;
const youngLeastExpected = 20;
const youngMostHours = 35 * 24;
const neverMostHours = 7 * 24;

export const isKnown = (norm: FeedNorm | null): norm is FeedNorm => norm !== null && norm.weeks >= leastWeeks;

/** Null before the first response. */
export function silenceOf({ firstPolledAt, lastNewAt, lastSucceededAt, norm }: Listened): Silence | null {
  if (firstPolledAt === null || lastSucceededAt === null) return null;
  const since = lastNewAt ?? firstPolledAt;
  const [from, until] = [since.getTime(), Math.max(since.getTime(), lastSucceededAt.getTime())];
  const hours = (until - from) / hourMs;
  if (isKnown(norm)) {
    return { isSilent: isImprobable(norm, from, until), since, hours, expected: expectedOver(norm, from, until) };
  }
  if (lastNewAt === null) return { isSilent: hours >= neverMostHours, since, hours, expected: null };
  const expected = norm === null ? null : flatExpectation(norm, hours);
  const isLong = hours >= youngLeastHours && (expected ?? 0) >= youngLeastExpected;
  return { isSilent: isLong || hours >= youngMostHours, since, hours, expected };
}

function isImprobable(norm: FeedNorm, from: number, until: number): boolean {
  const hours = (until - from) / hourMs;
  if (hours < leastHours) return false;
  if (norm.gaps >= manyGaps && hours >= farLonger * norm.longestGapHours) return hours >= leastHours * farLonger;
  return surpriseOver(norm.active, from, until) >= Math.max(leastSurprise, 1.5 * norm.usualSurprise);
}

/** Without a whole week's rhythm: as many an hour as came so far. Less than two days say nothing. */
function flatExpectation({ weeks, items }: FeedNorm, hours: number): number | null {
  if (weeks * weekMs < 2 * dayMs) return null;
  const perWeek = items.reduce((sum, each) => sum + each, 0);
  const watchedHours = Math.min(weeks, 1) * 168;
  return (perWeek / watchedHours) * hours;
}
