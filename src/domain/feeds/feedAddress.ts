import { dayMs } from '../basics/time.ts';

/** Where a feed is fetched, as far as it differs from the address in the list, which stays what it is. */
export interface FeedAddress {
  /** Permanent redirects led there for so long that it is fetched there. */
  readonly redirectedTo: string | null;
  /** Permanent redirects led there of late: this many polls in a row, the first of them at `redirectSince`. */
  readonly redirectingTo: string | null;
  readonly redirectPolls: number;
  readonly redirectSince: Date | null;
}

/** @internal exported for its tests */
export const notRedirected: FeedAddress = {
  redirectedTo: null,
  redirectingTo: null,
  redirectPolls: 0,
  redirectSince: null,
};

const pollsToBelieve = 3;
const msToBelieve = dayMs;

/**
 * The address after a poll that got a response. `permanentUrl`: where permanent redirects alone led it, null where there
 * were none or others. One such response may be a slip or somebody's hotel network: a redirect is believed once three polls in a
 * row, over at least a day, came to the same place.
 */
export function addressAfter(address: FeedAddress, permanentUrl: string | null, now: Date): FeedAddress {
  const { redirectedTo, redirectingTo, redirectPolls, redirectSince } = address;
  if (permanentUrl === null) return { ...notRedirected, redirectedTo };
  const since = redirectingTo === permanentUrl && redirectSince !== null ? redirectSince : now;
  const polls = redirectingTo === permanentUrl ? redirectPolls + 1 : 1;
  const isBelieved = polls >= pollsToBelieve && now.getTime() - since.getTime() >= msToBelieve;
  return isBelieved
    ? { ...notRedirected, redirectedTo: permanentUrl }
    : { redirectedTo, redirectingTo: permanentUrl, redirectPolls: polls, redirectSince: since };
}
