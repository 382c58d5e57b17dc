import { hourSeconds, secondsAfter } from '../basics/time.ts';

export interface SkippedHours {
  /** Hours of the day, GMT, and days of the week (0: Sunday) at which a feed asks not to be polled (RSS 2.0 skipHours). */
  readonly skipHours: readonly number[];
  readonly skipDays: readonly number[];
}

const longestSkipHours = 7 * 24;
/** Feeds that wake at the same hour do not do so in the same second. */
const spreadSeconds = 600;

/** `instant`, or early in the next hour that the feed does not ask to skip. One that asks to skip all is not believed. */
export function outsideSkippedHours(instant: Date, skipped: SkippedHours, fraction: number): Date {
  const isSkipped = (at: Date) =>
    skipped.skipDays.includes(at.getUTCDay()) || skipped.skipHours.includes(at.getUTCHours());
  if (!isSkipped(instant)) return instant;
  const hour = new Date(instant);
  hour.setUTCMinutes(0, 0, 0);
  for (let hours = 1; hours < longestSkipHours; hours++) {
    const start = secondsAfter(hour, hours * hourSeconds);
    if (!isSkipped(start)) return secondsAfter(start, fraction * spreadSeconds);
  }
  return instant;
}
