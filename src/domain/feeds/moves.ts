import { dayMs } from '../basics/time.ts';
/** Where a feed is asked, as far as it differs from the address in the list, which stays what it is. */
export interface FeedAddress {
  /** It has moved there for good, and is asked there. */
  readonly movedTo: string | null;
  /** Permanent redirects led there of late: this many polls in a row, the first of them at `movingSince`. */
  readonly movingTo: string | null;
  readonly movingPolls: number;
  readonly movingSince: Date | null;
}

/** @internal exported for its tests */
export const unmoved: FeedAddress = { movedTo: null, movingTo: null, movingPolls: 0, movingSince: null };

const pollsToBelieve = 3;
const msToBelieve = dayMs;

/**
 * The address after a poll that was answered. `permanentUrl`: where permanent redirects alone led it, null where there
 * were none or others. One such answer may be a slip or somebody's hotel network: a move is believed once three polls in a
 * row, over at least a day, came to the same place.
 */
export function addressAfter(address: FeedAddress, permanentUrl: string | null, now: Date): FeedAddress {
  const { movedTo, movingTo, movingPolls, movingSince } = address;
  if (permanentUrl === null) return { ...unmoved, movedTo };
  const since = movingTo === permanentUrl && movingSince !== null ? movingSince : now;
  const polls = movingTo === permanentUrl ? movingPolls + 1 : 1;
  const isBelieved = polls >= pollsToBelieve && now.getTime() - since.getTime() >= msToBelieve;
  return isBelieved
    ? { ...unmoved, movedTo: permanentUrl }
    : { movedTo, movingTo: permanentUrl, movingPolls: polls, movingSince: since };
}
