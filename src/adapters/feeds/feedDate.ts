import { dayMs, minuteMs } from '../../domain/basics/time.ts';
import { isFiller, monthOf, zoneMinutes } from './dateNames.ts';
import { plainSpelling } from './dateSpellings.ts';
import { withoutBrackets, zoneIn, zoneInBrackets } from './dateZones.ts';

/**
 * An instant from the dates that feeds write: RFC 822 and ISO 8601 with all that is done to them, named zones, months and
 * weekdays in a dozen languages. Without a zone the time is taken as UTC, never as this machine's. Null for what is no date,
 * or could be two (`03/04/2022`): none is made up.
 */
export const feedDate = (text: string | null | undefined): Date | null => readDate(text)?.at ?? null;

/** The clock by which a date is written, minutes east of UTC, as a field of an item; none for UTC or no zone. */
export const offsetField = (date: ReadDate | null): { readonly publishedOffsetMinutes?: number } =>
  date === null || date.offsetMinutes === 0 ? {} : { publishedOffsetMinutes: date.offsetMinutes };

export interface ReadDate {
  readonly at: Date;
  readonly offsetMinutes: number;
}

/** ISO 8601's basic format, with the extended one's signs put in. */
const basic = /^(\d{4})(\d\d)(\d\d)(?:t?(\d\d)(\d\d)(\d\d)?(z|[+-]\d\d:?\d\d)?)?$/;
const spread = (
  _: string,
  year: string,
  month: string,
  day: string,
  hour = '00',
  minute = '00',
  second = '00',
  zone = 'z',
) => `${year}-${month}-${day} ${hour}:${minute}:${second}${zone}`;

const time = /(?<![\d:+-])(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?![\d:])(?:\s*([ap])\.?m\b\.?)?/;

/** As `feedDate`, with the zone that it was written in. */
export function readDate(text: string | null | undefined): ReadDate | null {
  const date = dateOf(plainSpelling(text ?? ''));
  return date === null || isZero(date.at) ? null : date;
}

function dateOf(written: string): ReadDate | null {
  if (/^(?:\d{10}|\d{13})$/.test(written)) return epoch(written);
  const plain = withoutBrackets(written.replace(basic, spread)).replace(/(\d)t(?=\d)/, '$1 ');
  const found = time.exec(plain);
  const clock = found === null ? 0 : clockOf(found);
  const zone = zoneIn(found === null ? dateZone(plain) : plain.slice(found.index + found[0].length));
  const day = dayIn(found === null ? plain : `${plain.slice(0, found.index)} ${zone.rest}`, leadOf(plain));
  if (clock === null || zone.minutes === null || day === null) return null;
  const local = new Date(day.getTime() + clock);
  const offsetMinutes = zone.isWritten ? zone.minutes : zoneInBrackets(written, local);
  return { at: new Date(local.getTime() - offsetMinutes * minuteMs), offsetMinutes };
}

/** The zero of some program: 1970-01-01 of Unix, 1900-01-01 of databases, by whatever clock. */
const isZero = (at: Date): boolean => Math.abs(at.getTime()) <= dayMs || at.getTime() < Date.UTC(1901, 0, 1);

/** Seconds, or milliseconds, since 1970. */
const epoch = (digits: string): ReadDate => ({
  at: new Date(Number(digits) * (digits.length === 10 ? 1000 : 1)),
  offsetMinutes: 0,
});

/** Milliseconds since midnight, or null where no clock shows that. 24:00 ends the day (ISO 8601), :60 is a leap second. */
function clockOf([, hours, minutes, seconds = '0', fraction = '', half]: RegExpExecArray): number | null {
  const [hour, minute, second] = [Number(hours), Number(minutes), Number(seconds)];
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const ofDay = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  if (ofDay > 24 || minute > 59 || second > 60 || (ofDay === 24 && minute + second > 0)) return null;
  return ((ofDay * 60 + minute) * 60 + second) * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1000);
}

/** A date without a time may have a zone too (XML Schema); it is that of its midnight. */
const dateZone = (text: string): string => /^\d{4}-\d\d-\d\d([+-]\d\d:\d\d)$/.exec(text)?.[1] ?? '';

/** What stands before the first digit: a weekday in whatever language, a month. */
const leadOf = (text: string): string => /^\D*/.exec(text)?.[0] ?? '';

/** Midnight UTC of the day, or null. */
function dayIn(text: string, lead: string): Date | null {
  const words = text.match(/\p{L}+/gu) ?? [];
  const months = words.map(monthOf).filter((month) => month !== null);
  const unknown = text.slice(lead.length).match(/\p{L}+/gu) ?? [];
  const isStrange = unknown.some((word) => monthOf(word) === null && !isFiller(word) && zoneMinutes(word) === null);
  if (isStrange) return null;
  const month = months.at(-1);
  return month === undefined
    ? numericDay(text.slice(lead.length).replace(/^\D+/, ''))
    : namedDay(text.match(/\d+/g) ?? [], month);
}

/** A day and a year, the year behind unless it has four digits. */
function namedDay([first = '', second = '', ...more]: readonly string[], month: number): Date | null {
  if (more.length > 0 || second === '') return null;
  const [day, year] = first.length === 4 ? [second, first] : [first, second];
  return midnight(fullYear(year), month, Number(day));
}

function numericDay(text: string): Date | null {
  const [, year, month, day] = /^(\d{4})[-/.\s](\d{1,2})[-/.\s](\d{1,2})(?!\d)/.exec(text) ?? [];
  if (year !== undefined) return midnight(Number(year), Number(month), Number(day));
  const [, first, sign, second, last = ''] = /^(\d{1,2})([-/.\s])(\d{1,2})[-/.\s](\d{4}|\d\d)(?!\d)/.exec(text) ?? [];
  if (first === undefined) return null;
  const isDotted = sign === '.' || sign === ' ';
  const [a, b] = [Number(first), Number(second)];
  if (isDotted || a > 12 || a === b) return midnight(fullYear(last), b, a);
  return b > 12 ? midnight(fullYear(last), a, b) : null;
}

/** RFC 822 writes two digits. */
const fullYear = (digits: string): number =>
  digits.length === 2 ? Number(digits) + (Number(digits) < 70 ? 2000 : 1900) : Number(digits);

/** Years before 1900 are the zero of some program (`0001-01-01`), not a date. */
function midnight(year: number, month: number, day: number): Date | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = year >= 1900 && year <= 9999 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date : null;
}
