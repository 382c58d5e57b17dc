import type { FeedItem } from '../domain/articles/article.ts';
import type { FeedHeader } from '../domain/feeds/feed.ts';

export interface FeedRequest {
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** What came of asking for a feed. Everything a publisher or the network can do wrong is a value here, not an exception. */
export type FetchOutcome =
  | {
      readonly kind: 'document';
      readonly header: FeedHeader;
      readonly items: readonly FeedItem[];
      readonly etag: string | null;
      readonly lastModified: string | null;
      /** Freshness that the server or the document asks for, seconds. */
      readonly freshForSeconds: number | null;
    }
  | { readonly kind: 'unchanged'; readonly freshForSeconds: number | null }
  /** The host wants us to stay away (429, 503). `untilSeconds` from now. */
  | { readonly kind: 'held'; readonly host: string; readonly forSeconds: number; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: FetchFailure; readonly message: string };

export type FetchFailure =
  | 'address-refused'
  | 'dns'
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
  /** 5xx other than 503: passing, as a rule. */
  | 'server-error'
  /** Any other status that is no document. */
  | 'http-status'
  /** An answer without a document: 204, 205, 206, or 200 with nothing in it. */
  | 'empty'
  /** Packed in a way that we did not ask for, or that cannot be unpacked. */
  | 'undecodable'
  | 'not-a-feed'
  | 'malformed';

export interface FeedSource {
  fetch(request: FeedRequest, signal: AbortSignal): Promise<FetchOutcome>;
}
