/** Zone names that news feeds write, in minutes east of UTC (RFC 822 §5.1, and those of our region). */
const zones: Readonly<Record<string, number>> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  BST: 60,
  CET: 60,
  CEST: 120,
  EET: 120,
  EEST: 180,
  MSK: 180,
  ALMT: 360,
  AQTT: 300,
  ORAT: 300,
};
const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const rfc822 =
  /^(?:[^\d,]{2,20},?\s+)?(\d{1,2})\s+([A-Za-z]{3})[A-Za-z]*\.?,?\s+(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*((?:GMT|UTC)?[+-]\d{2}(?::?\d{2})?|[A-Za-z]{1,5})?)?/;
const iso8601 =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?|[A-Za-z]{2,5})?)?$/i;

/**
 * An instant from the dates that feeds write: RFC 822 with two- and four-digit years and named zones, ISO 8601 and RFC
 * 3339. Without a zone the time is taken as UTC, never as this machine's. Null for what is no date: none is made up.
 */
export function feedDate(text: string | null | undefined): Date | null {
  const trimmed = dateText(text);
  return fromIso(trimmed) ?? fromRfc822(trimmed);
}

/** The clock by which a date is written, minutes east of UTC, as a field of an item; none for UTC or no zone. */
export function writtenOffset(text: string | null | undefined): { readonly publishedOffsetMinutes?: number } {
  const trimmed = dateText(text);
  const zone = iso8601.exec(trimmed)?.[8] ?? rfc822.exec(trimmed)?.[7];
  const offset = zone === undefined ? 0 : (offsetMinutes(zone) ?? 0);
  return offset === 0 ? {} : { publishedOffsetMinutes: offset };
}

/** No date is longer, and an expression for dates takes the square of a text of spaces. */
const longestDate = 100;

const dateText = (text: string | null | undefined): string => (text?.trim() ?? '').slice(0, longestDate);

function fromIso(text: string): Date | null {
  const found = iso8601.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone] = found;
  const milliseconds = Math.floor(Number(`0.${fraction || 0}`) * 1000);
  return instant([year, month, day, hour, minute, second].map(Number), milliseconds, zone);
}

function fromRfc822(text: string): Date | null {
  const found = rfc822.exec(text);
  if (found === null) return null;
  const [, day, monthName = '', year = '', hour = '0', minute = '0', second = '0', zone] = found;
  const month = months.indexOf(monthName.toLowerCase()) + 1;
  const fullYear = year.length === 2 ? Number(year) + (Number(year) < 70 ? 2000 : 1900) : Number(year);
  return month === 0 ? null : instant([fullYear, month, Number(day), ...[hour, minute, second].map(Number)], 0, zone);
}

function instant(parts: readonly number[], milliseconds: number, zone: string | undefined): Date | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  const offset = offsetMinutes(zone);
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60;
  if (!isReal || offset === null) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
  return date.getUTCMonth() === month - 1 || hour === 24 ? new Date(date.getTime() - offset * 60_000) : null;
}

function offsetMinutes(zone: string | undefined): number | null {
  if (zone === undefined) return 0;
  const [, sign, hours, minutes = '0'] = /^(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  if (hours === undefined) return zones[zone.toUpperCase()] ?? null;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
