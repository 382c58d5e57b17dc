import type { QuietHours, Schedule, WallTime } from './schedule.ts';

export type Parsed<Name extends string, T> =
  | ({ readonly ok: true } & { readonly [key in Name]: T })
  | { readonly ok: false; readonly message: string };

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const forms = 'instant, hourly, daily HH:MM, or weekly mon HH:MM';

/** Reads `instant`, `hourly`, `daily 07:00`, `weekly mon 07:00`. */
export function parseSchedule(text: string): Parsed<'schedule', Schedule> {
  const [every = '', ...rest] = text.trim().toLowerCase().split(/\s+/);
  if (every === 'instant' && rest.length === 0) return { ok: true, schedule: { every: 'instant' } };
  if (every === 'hourly' && rest.length === 0) return { ok: true, schedule: { every: 'hour' } };
  const at = parseWallTime(rest.at(-1) ?? '');
  const weekday = weekdays.indexOf(rest[0]?.slice(0, 3) ?? '') + 1;
  if (every === 'daily' && rest.length === 1 && at !== null) return { ok: true, schedule: { every: 'day', at } };
  if (every === 'weekly' && rest.length === 2 && weekday > 0 && at !== null) {
    return { ok: true, schedule: { every: 'week', weekday, at } };
  }
  return { ok: false, message: `"${text}" is not a schedule; write ${forms}` };
}

/** Reads `22:00-06:00`. */
export function parseQuietHours(text: string): Parsed<'quiet', QuietHours> {
  const [from, until, ...rest] = text.split('-').map((part) => parseWallTime(part.trim()));
  if (!from || !until || rest.length > 0)
    return { ok: false, message: `"${text}" does not give quiet hours; write them like 22:00-06:00` };
  if (from.hour === until.hour && from.minute === until.minute)
    return { ok: false, message: 'quiet hours that begin and end at the same time would never end' };
  return { ok: true, quiet: { from, until } };
}

function parseWallTime(text: string): WallTime | null {
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hour === undefined ? null : { hour: Number(hour), minute: Number(minute) };
}

const wallTime = ({ hour, minute }: WallTime): string =>
  `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

/** The text that `parseSchedule` reads as this schedule. */
export function formatSchedule(schedule: Schedule): string {
  switch (schedule.every) {
    case 'instant':
      return 'instant';
    case 'hour':
      return 'hourly';
    case 'day':
      return `daily ${wallTime(schedule.at)}`;
    case 'week':
      return `weekly ${weekdays[schedule.weekday - 1]} ${wallTime(schedule.at)}`;
  }
}

export const formatQuietHours = ({ from, until }: QuietHours): string => `${wallTime(from)}-${wallTime(until)}`;

/** Whether the name is an IANA time zone that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
