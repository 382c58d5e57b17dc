import type { FeedItem } from '../domain/articles/article.ts';
import type { FeedCredentials } from '../domain/feeds/credentials.ts';
import type { FeedHeader, FeedMemory } from '../domain/feeds/feed.ts';
import type { HeldTarget } from './holds.ts';

/** What to ask for, and what is remembered of the last response: where it fits, the request is conditional. */
export interface FeedRequest extends FeedMemory {
  readonly url: string;
  /** Null or absent: it is requested as by anybody. */
  readonly credentials?: RequestCredentials | null;
}

/** What goes along to the feed's own origin, and to no other that a redirect leads to. */
export interface RequestCredentials extends FeedCredentials {
  /** The feed's address in the list: theirs is its origin. */
  readonly meantFor: string;
}

interface Responded {
  /** The address that responded as it was asked to: a hold on it that has ended is over. */
  readonly answeredBy: HeldTarget;
  /** For the next request. */
  readonly memory: FeedMemory;
  /** Where permanent redirects, and no others, led; null where there was none. */
  readonly permanentUrl: string | null;
  /** Freshness that the server or the document asks for, seconds. */
  readonly freshForSeconds: number | null;
}

/** What came of asking for a feed. Everything a publisher or the network can do wrong is a value here, not an exception. */
export type FetchOutcome =
  | ({ readonly kind: 'document'; readonly header: FeedHeader; readonly items: readonly FeedItem[] } & Responded)
  /** The server says so (304), or sent the same bytes again. */
  | ({ readonly kind: 'unchanged' } & Responded)
  /** An address on the way wants us to stay away for `forSeconds` from now (429, 503). Not new: it said so before, and was not asked. */
  | ({
      readonly kind: 'held';
      readonly forSeconds: number;
      readonly isNew: boolean;
      /** A bare 503: nobody asked for it, and how long is our guess. */
      readonly isGuess?: true;
      readonly message: string;
    } & HeldTarget)
  | { readonly kind: 'failed'; readonly reason: FetchFailure; readonly message: string };

export type FetchFailure =
  | 'address-refused'
  | 'dns'
  /** A secret that it is to be requested with is not set. */
  | 'credentials'
  | 'connection'
  | 'tls'
  | 'timeout'
  | 'too-large'
  | 'too-many-redirects'
  /** Its redirects lead back to where they came from. */
  | 'redirect-loop'
  /** 401, 403, 407, 451: the publisher does not let us in. */
  | 'forbidden'
  | 'not-found'
  /** 410: for good. */
  | 'gone'
  /** 5xx: passing, as a rule. */
  | 'server-error'
  /** Any other status that is no document. */
  | 'http-status'
  /** A response without a document: 204, 205, 206, or 200 with nothing in it. */
  | 'empty'
  /** Packed in a way that we did not ask for, or that cannot be unpacked. */
  | 'undecodable'
  | 'not-a-feed'
  | 'malformed';

export interface FeedSource {
  fetch(request: FeedRequest, signal: AbortSignal): Promise<FetchOutcome>;
}
