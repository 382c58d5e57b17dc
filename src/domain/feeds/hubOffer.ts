import { daySeconds } from '../basics/time.ts';
import { hasUserinfo, webUrl } from '../basics/webUrl.ts';
import type { FeedHeader } from './feed.ts';
import { jittered } from './jitter.ts';

/** Where a feed can be subscribed to, and the name by which the hub knows it (WebSub §4). */
export interface HubOffer {
  readonly hub: string;
  readonly topic: string;
}

/** Longer addresses are no addresses. */
const longestAddress = 2000;

/** The hub that a document names; a document that names a hub but not itself is known to it by the feed's address. */
export function hubOfferOf({ hub, self }: Pick<FeedHeader, 'hub' | 'self'>, feedUrl: string): HubOffer | null {
  const address = webAddress(hub, feedUrl);
  return address === null ? null : { hub: address, topic: webAddress(self, feedUrl) ?? feedUrl };
}

function webAddress(text: string | null, base: string): string | null {
  const url = text === null ? null : webUrl(text, base);
  return url !== null && !hasUserinfo(url) && url.href.length <= longestAddress ? url.href : null;
}

/** What we ask for; hubs give what they please. */
export const requestedLeaseSeconds = 10 * daySeconds;
/** A shorter one would have us ask without pause. */
const shortestLeaseSeconds = 300;
const longestLeaseSeconds = 365 * daySeconds;

/** The lease that a hub gave with its verification (WebSub §5.3). */
export function leaseSecondsOf(text: string | null): number {
  if (text === null || !/^\d{1,12}$/.test(text)) return requestedLeaseSeconds;
  return Math.min(Math.max(Number(text), shortestLeaseSeconds), longestLeaseSeconds);
}

/** When a lease is renewed: with a fifth of it left at least, and not all of one hub's at once. */
export const renewalSeconds = (leaseSeconds: number, fraction: number): number => leaseSeconds * (0.7 + 0.1 * fraction);

const firstRetrySeconds = 300;

/** Until a hub that failed, or did not verify what it took, is asked again: doubled each time, a day at most. */
export const hubRetrySeconds = (attempts: number, fraction: number): number =>
  jittered(Math.min(firstRetrySeconds * 2 ** Math.min(attempts, 20), daySeconds), fraction);

/** Until a hub that denied is asked again. */
export const afterDenialSeconds = 7 * daySeconds;
