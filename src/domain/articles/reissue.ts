import { hourMs } from '../basics/time.ts';

/** The text of an article that a feed serves again, as it was served before. */
export interface ServedBefore {
  /** The date that the feed gave it then. */
  readonly publishedAt: Date | null;
  /** When the feed first served it under that date; null where that is not known. */
  readonly datedAt: Date | null;
  /** When the feed was read last. */
  readonly readAt: Date | null;
}

/** Feeds are read at least once an hour: a date that changed since then may still be that of the request. */
const restlessHours = 3;

/**
 * Whether a text that comes again is published again: under a later date, though the earlier one had stood in the feed for a
 * while. A feed whose dates are those of the request gives a new one each time it is read.
 */
export function isReissue(at: Date | null, { publishedAt, datedAt, readAt }: ServedBefore): boolean {
  if (at === null || publishedAt === null || at <= publishedAt) return false;
  const hasStood = datedAt !== null && readAt !== null && readAt > datedAt;
  return hasStood || at.getTime() - publishedAt.getTime() >= restlessHours * hourMs;
}
