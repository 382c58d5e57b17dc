import { daySeconds } from '../basics/time.ts';
import { type Feed, type FeedMemory, nothingRemembered } from './feed.ts';

const longestSeconds = 8 * daySeconds;

/**
 * Seconds from a document to the next request that is made as if nothing were remembered: eight days, less up to a day, so
 * that feeds that came together do not do it together. Some servers answer 304 for ever; and what stands long in a feed is
 * seen again, so that it is known for as long as it stands there.
 */
export const rereadSeconds = (fraction: number): number => longestSeconds - daySeconds * fraction;

/** What the next request for a feed may build on. */
export function memoryFor({ rereadAt, ...feed }: Feed, now: Date): FeedMemory {
  return rereadAt === null || now >= rereadAt ? nothingRemembered : feed;
}
