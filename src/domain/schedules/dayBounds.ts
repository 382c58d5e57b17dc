import { Temporal } from 'temporal-polyfill';
import { toDate } from './wallClock.ts';

/** When a calendar day (`2022-01-08`) begins and ends by the clocks of a zone; null for what is no day. */
export function dayBounds(day: string, timezone: string): { readonly start: Date; readonly end: Date } | null {
  try {
    const date = Temporal.PlainDate.from(day, { overflow: 'reject' });
    const start = (of: Temporal.PlainDate): Date => toDate(of.toZonedDateTime(timezone));
    return { start: start(date), end: start(date.add({ days: 1 })) };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
