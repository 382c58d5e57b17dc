import { hourMs } from '../basics/time.ts';

/** How fast the memory of a feed's rhythm fades, hours: a day, so that a night's silence does not hide the morning. */
const memoryHours = 24;
/** One item a century; what is smaller still comes to nothing that a column can hold. */
const slowest = 1e-6;
const weekHours = 7 * 24;
/**
 * New items an hour, from the dates of the first document: those of the last week over the time they cover. Null where no
 * item has a date: the rhythm is not known yet.
 */
export function firstRhythm(publishedAt: readonly Date[], now: Date): number | null {
  if (publishedAt.length === 0) return null;
  const ages = publishedAt.map((date) => (now.getTime() - date.getTime()) / hourMs).filter((age) => age < weekHours);
  if (ages.length === 0) return 1 / weekHours;
  return ages.length / ages.reduce((longest, age) => Math.max(longest, age), 1);
}

/** The rhythm after `created` new items in the `hours` since the last look: an exponentially weighted mean. */
export function heardRhythm(itemsPerHour: number, created: number, hours: number): number {
  const span = Math.max(hours, 1 / 60);
  const kept = Math.exp(-span / memoryHours);
  return Math.max(slowest, itemsPerHour * kept + (created / span) * (1 - kept));
}
