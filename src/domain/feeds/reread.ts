import { dayMs, daySeconds } from '../basics/time.ts';
import { type Feed, type FeedMemory, nothingRemembered } from './feed.ts';
import { isOverdue } from './usualGap.ts';

const longestSeconds = 8 * daySeconds;

/**
 * Seconds from a document to the next request that is made as if nothing were remembered: eight days, less up to a day, so
 * that feeds that came together do not do it together. What stands long in a feed is seen again, so that it is known for as
 * long as it stands there.
 */
export const rereadSeconds = (fraction: number): number => longestSeconds - daySeconds * fraction;

/** What the next request for a feed may build on. */
export function memoryFor(feed: Feed, now: Date): FeedMemory {
  const { rereadAt, etag, lastModified, validatorsFrom, documentHash } = feed;
  const isDue = rereadAt === null || now >= rereadAt;
  return isDue || isDoubted(feed, now) ? nothingRemembered : { etag, lastModified, validatorsFrom, documentHash };
}

/** Some servers say "not modified" for ever: one that has said so for a day, though news is due, is asked for the whole. */
const isDoubted = (feed: Feed, now: Date): boolean =>
  (feed.isSilent || isOverdue(feed, now)) &&
  (feed.documentAt === null || now.getTime() - feed.documentAt.getTime() >= dayMs);
