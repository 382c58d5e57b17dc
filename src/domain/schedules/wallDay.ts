import { Temporal } from 'temporal-polyfill';
import { atWallTime } from './wallClock.ts';

/** The first instant of a calendar date (`2026-11-30`) in a zone, or of the day so many days after it. */
export const atWallDay = (date: string, timezone: string, daysAfter: number): Date =>
  atWallTime(Temporal.PlainDate.from(date).add({ days: daysAfter }), { hour: 0, minute: 0 }, timezone);
