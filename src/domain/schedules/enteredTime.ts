import { Temporal } from 'temporal-polyfill';
import { toDate } from './wallClock.ts';

/** The instant that `2022-01-08T18:00` is by the clocks of a zone; null for what is no such time. */
export function enteredTime(text: string, timezone: string): Date | null {
  try {
    return toDate(Temporal.PlainDateTime.from(text.trim(), { overflow: 'reject' }).toZonedDateTime(timezone));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
