import { siteHostOf } from '../../basics/webUrl.ts';
import { counted } from '../../basics/wording.ts';

/** A feed as it is compared with the others that fail. */
export interface FailingFeed {
  readonly url: string;
  /** The kind of its last poll's failure (`FetchFailure`, or `held`); null: it did not fail. */
  readonly lastFailure: string | null;
}

/** What failing feeds have in common, in words for ops. */
export interface SharedFault {
  readonly says: string;
  readonly advice: string;
}

const fewestOfAHost = 2;
const fewestOfAKind = 3;

/**
 * What feeds that fail together share: where all are of one host, the host; where they are most of the list and fail in one way, most likely
 * something at our end. Null where they share nothing.
 */
export function sharedFault(feeds: readonly FailingFeed[]): SharedFault | null {
  const failing = feeds.filter(({ lastFailure }) => lastFailure !== null);
  const hosts = new Set(failing.map(({ url }) => siteHostOf(url)));
  const [host] = hosts;
  if (hosts.size === 1 && failing.length >= fewestOfAHost && failing.length < feeds.length) {
    return {
      says: `the ${counted(failing.length, 'feed')} that fail are all on ${host}`,
      advice: `check whether ${host} responds from this machine; the other feeds are not affected`,
    };
  }
  const isMost = failing.length >= fewestOfAKind && 2 * failing.length >= feeds.length;
  const cause = isMost ? causeOf(new Set(failing.map(({ lastFailure }) => lastFailure ?? ''))) : null;
  if (cause === null) return null;
  return { says: `${failing.length} of ${feeds.length} feeds fail alike: ${cause.says}`, advice: cause.advice };
}

interface Cause extends SharedFault {
  /** Kinds of failure that have this cause when nothing else fails. */
  readonly kinds: readonly string[];
}

const online = 'is this machine online? Check its network';

const causes: readonly Cause[] = [
  { kinds: ['dns'], says: 'their host names cannot be resolved', advice: `${online} and its name resolution (DNS)` },
  {
    kinds: ['dns', 'connection', 'timeout'],
    says: 'their hosts cannot be reached',
    advice: `${online}, its firewall, and any proxy in between`,
  },
  {
    kinds: ['tls', 'connection'],
    says: 'no secure connection can be made',
    advice: 'check this machine’s clock, and whether a proxy in between replaces certificates',
  },
  {
    kinds: ['address-refused'],
    says: 'their names lead to addresses that are not public',
    advice:
      'check the name resolution: a proxy, a sign-in page or a filter in between may answer with addresses of its own',
  },
  {
    kinds: ['not-a-feed', 'too-many-redirects', 'redirect-loop'],
    says: 'a web page comes instead of each',
    advice: 'check whether a sign-in page or a proxy stands between this machine and the internet',
  },
  {
    kinds: ['forbidden'],
    says: 'all are refused',
    advice: 'check whether a proxy in between refuses requests, or publishers block the address of this machine',
  },
];

const causeOf = (kinds: ReadonlySet<string>): Cause | null =>
  causes.find((cause) => [...kinds].every((kind) => cause.kinds.includes(kind))) ?? null;
