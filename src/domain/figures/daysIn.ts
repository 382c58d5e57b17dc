import { type CalendarDate, calendarDateAt } from '../basics/calendarDate.ts';
import { dayMs } from '../basics/time.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import type { PublicationDay } from './publicationDay.ts';
import { is, isSign, type Token } from './tokens.ts';

export interface StatedDay {
  readonly date: CalendarDate;
  /** Which date it is depends on the day of publication: a weekday, "yesterday", a date without its year. */
  readonly isInferred: boolean;
}

export interface PlacedDay extends StatedDay {
  /** The token that names it. */
  readonly at: number;
}

/** The days that a sentence names: of a weekday or date the last one that has begun where the outlet is, never a day to come. */
export function daysIn(tokens: readonly Token[], published: PublicationDay | null): readonly PlacedDay[] {
  const days: PlacedDay[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const day = dayAt(tokens, at, published);
    if (day !== null) days.push({ at, ...day });
  }
  return days;
}

function dayAt(tokens: readonly Token[], at: number, published: PublicationDay | null): StatedDay | null {
  if (is(tokens[at], roles.month)) return dateAt(tokens, at, published);
  if (published === null) return null;
  const back = daysBack(tokens, at);
  if (back !== null) return inferred(published.day - back * dayMs);
  return is(tokens[at], roles.weekday) ? weekdayAt(tokens, at, published) : null;
}

const inferred = (at: number): StatedDay | null => stated(at, true);

function stated(at: number, isInferred: boolean): StatedDay | null {
  const date = calendarDateAt(at);
  return date === null ? null : { date, isInferred };
}

const relative: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['tonight', 0],
  ['сегодня', 0],
  ['бүгін', 0],
  ['бүгінгі', 0],
  ['yesterday', 1],
  ['вчера', 1],
  ['накануне', 1],
  ['кеше', 1],
  ['кешегі', 1],
  ['позавчера', 2],
  ['бұрнағы', 2],
]);

/** Those of two words, by the second and the first. */
const relativePairs: ReadonlyMap<string, readonly (readonly [first: string, days: number])[]> = new Map([
  [
    'morning',
    [
      ['this', 0],
      ['yesterday', 1],
    ],
  ],
  ['afternoon', [['this', 0]]],
  ['evening', [['this', 0]]],
  ['night', [['last', 1]]],
  ['күні', [['алдыңғы', 2]]],
]);

/** So many days before that of publication: "yesterday", "the day before yesterday", "last night"; null: no such word. */
function daysBack(tokens: readonly Token[], at: number): number | null {
  const [word, before] = [tokens[at]?.text ?? '', tokens[at - 1]?.text];
  const back = relative.get(word);
  if (back === undefined) return relativePairs.get(word)?.find(([first]) => first === before)?.[1] ?? null;
  return word === 'yesterday' && before === 'before' && tokens[at - 2]?.text === 'day' ? 2 : back;
}

const lasts = /^(last|past|прошл(ый|ое|ую|ого|ой)|минувш(ий|ее|ую|его|ей)|өткен)$/;
const nexts = /^(next|coming|следующ(ий|ее|ую|его|ей)|будущ(ий|ее|ую|его|ей)|ближайш(ий|ее|ую|его|ей)|келесі|келер)$/;

/** "Last Saturday" is not that of publication, "next Saturday" dates nothing yet. */
function weekdayAt(tokens: readonly Token[], at: number, { day, latest }: PublicationDay): StatedDay | null {
  const before = tokens[at - 1]?.text ?? '';
  if (nexts.test(before)) return null;
  const from = lasts.test(before) ? day - dayMs : latest;
  return inferred(from - ((new Date(from).getUTCDay() - (tokens[at]?.entry?.value ?? 0) + 7) % 7) * dayMs);
}

/** "January 7", "Jan. 5, 2022", "7 января 2022 года", «2022 жылғы 7 қаңтарда». */
function dateAt(tokens: readonly Token[], at: number, published: PublicationDay | null): StatedDay | null {
  const month = (tokens[at]?.entry?.value ?? 0) - 1;
  const [ahead, next] = [tokens[at - 1], isSign(tokens[at + 1], '.') ? at + 2 : at + 1];
  const isAhead = ahead?.kind === 'digits' && ahead.text.length <= 2;
  const day = Number(isAhead ? ahead.text : tokens[next]?.kind === 'digits' ? tokens[next]?.text : '0');
  if (day < 1 || day > 31) return null;
  const year = yearBefore(tokens, at - 2) ?? yearAt(tokens, isAhead ? at + 1 : afterComma(tokens, next + 1));
  if (year !== null) return isReal(year, month, day) ? stated(Date.UTC(year, month, day), false) : null;
  return published === null ? null : lastSuchDay(month, day, published.latest);
}

const afterComma = (tokens: readonly Token[], at: number): number => (isSign(tokens[at], ',') ? at + 1 : at);

const yearAt = (tokens: readonly Token[], at: number): number | null =>
  tokens[at]?.kind === 'digits' && tokens[at]?.text.length === 4 ? Number(tokens[at]?.text) : null;

const yearBefore = (tokens: readonly Token[], at: number): number | null =>
  /^жыл/.test(tokens[at]?.text ?? '') ? yearAt(tokens, at - 1) : null;

const isReal = (year: number, month: number, day: number): boolean =>
  new Date(Date.UTC(year, month, day)).getUTCDate() === day;

/** Eight years hold a 29 February. */
const mostYearsBack = 8;

function lastSuchDay(month: number, day: number, latest: number): StatedDay | null {
  const year = new Date(latest).getUTCFullYear();
  for (let back = 0; back <= mostYearsBack; back++) {
    const at = Date.UTC(year - back, month, day);
    if (at <= latest && isReal(year - back, month, day)) return inferred(at);
  }
  return null;
}
