import { dayMs } from '../basics/time.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { nearest } from './nearestToken.ts';
import { is, isSign, type Token } from './tokens.ts';

/** The calendar day of publication, in the zone that the publisher wrote it in: UTC midnight of that date. */
export function publicationDay(publishedISO: string | null): Date | null {
  const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(publishedISO ?? '');
  return day === null ? null : new Date(Date.UTC(Number(day[1]), Number(day[2]) - 1, Number(day[3])));
}

const relative: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tonight', 0],
  ['сегодня', 0],
  ['бүгін', 0],
  ['yesterday', 1],
  ['вчера', 1],
  ['накануне', 1],
  ['кеше', 1],
  ['позавчера', 2],
]);

export interface Day {
  /** The token that names it. */
  readonly at: number;
  /** `2022-01-06`. */
  readonly day: string;
}

/** The days that a sentence names: of a weekday or date the last before publication, never a day to come. */
export function daysIn(tokens: readonly Token[], published: Date | null): readonly Day[] {
  const days: Day[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const day = dayAt(tokens, at, published);
    if (day !== null) days.push({ at, day });
  }
  return days;
}

/**
 * The nearest day that dates a figure, whose number stands at `near` and whose last word at `last`; not one that a count only
 * begins with ("since Thursday"), nor one of a clause about something else ("…, which fell on Thursday").
 */
export const dayNear = (tokens: readonly Token[], days: readonly Day[], near: number, last: number): string | null =>
  nearest(
    days.filter(
      ({ at }) => !isSince(tokens, at) && (at < last ? !isAfter(tokens, at, near) : !opensBetween(tokens, last, at)),
    ),
    near,
  )?.day ?? null;

const opensBetween = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from + 1, to).some((token) => opensClause(token) && !/^(that|что|кто)$/.test(token.text));

const opensClause = (token: Token | undefined): boolean => is(token, roles.relative);

/** "since Wednesday", «с субботы», «с 5 января»: what holds up to now. */
function isSince(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.kind === 'digits' ? at - 2 : at - 1;
  return /^(since|с|со)$/.test(tokens[before]?.text ?? '');
}

const afters = new Set(['after', 'before', 'following', 'после', 'спустя']);

/** "on Saturday, three days after riots in which seven were killed": the number at `near` is of what came first. */
function isAfter(tokens: readonly Token[], day: number, near: number): boolean {
  let after = day + 1;
  while (after < near && !afters.has(tokens[after]?.text ?? '')) after++;
  if (after >= near) return false;
  const isCounted = is(tokens[after - 1], roles.unit) || tokens[after]?.text === 'спустя';
  const behind = tokens.slice(after, near);
  const isOver = behind.some((token, at) => isSign(token, ',') && !behind.slice(at + 1, at + 3).some(opensClause));
  return !isOver && (isCounted || behind.some(opensClause));
}

function dayAt(tokens: readonly Token[], at: number, published: Date | null): string | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const back = published === null ? undefined : relative.get(token.text);
  if (published !== null && back !== undefined) return shown(published.getTime() - back * dayMs);
  if (published !== null && is(token, roles.weekday)) return lastWeekday(token.entry?.value ?? 0, published);
  return is(token, roles.month) ? dateAt(tokens, at, published) : null;
}

const lastWeekday = (weekday: number, published: Date): string | null =>
  shown(published.getTime() - ((published.getUTCDay() - weekday + 7) % 7) * dayMs);

/** "January 7", "Jan. 5, 2022", "7 января 2022 года". */
function dateAt(tokens: readonly Token[], at: number, published: Date | null): string | null {
  const month = tokens[at]?.entry?.value ?? 0;
  const [ahead, next] = [tokens[at - 1], isSign(tokens[at + 1], '.') ? at + 2 : at + 1];
  const isAhead = ahead?.kind === 'digits' && ahead.text.length <= 2;
  const day = Number(isAhead ? ahead.text : tokens[next]?.kind === 'digits' ? tokens[next]?.text : '0');
  if (day < 1 || day > 31) return null;
  const yearFrom = isAhead ? at + 1 : isSign(tokens[next + 1], ',') ? next + 2 : next + 1;
  const year =
    tokens[yearFrom]?.kind === 'digits' && tokens[yearFrom]?.text.length === 4 ? Number(tokens[yearFrom]?.text) : null;
  if (year !== null) return shown(Date.UTC(year, month - 1, day));
  if (published === null) return null;
  const thisYear = Date.UTC(published.getUTCFullYear(), month - 1, day);
  return shown(thisYear > published.getTime() ? Date.UTC(published.getUTCFullYear() - 1, month - 1, day) : thisYear);
}

const shown = (at: number): string | null => {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 ? null : date.toISOString().slice(0, 10);
};
