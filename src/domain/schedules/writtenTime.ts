import { Temporal } from 'temporal-polyfill';
import { atWallTime, zoned } from './wallClock.ts';

const pattern = /^(?:(\d{4}-\d\d-\d\d)[ T])?(\d{1,2})[:.](\d\d)$/;

/**
 * `18:00`, or `2022-01-07 08:00`, as somebody in that zone writes it: a time of day alone is the next one, or the last one. Null: it
 * is neither.
 */
export function timeWritten(text: string, timezone: string, now: Date, which: 'next' | 'last'): Date | null {
  const [, day, hours, minutes] = pattern.exec(text.trim()) ?? [];
  const time = { hour: Number(hours), minute: Number(minutes) };
  if (hours === undefined || time.hour > 23 || time.minute > 59) return null;
  if (day !== undefined) return isDay(day) ? atWallTime(Temporal.PlainDate.from(day), time, timezone) : null;
  const today = zoned(now, timezone).toPlainDate();
  const at = atWallTime(today, time, timezone);
  if (which === 'next') return at > now ? at : atWallTime(today.add({ days: 1 }), time, timezone);
  return at <= now ? at : atWallTime(today.subtract({ days: 1 }), time, timezone);
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
