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
  | 'http-status'
  | 'gone'
  | 'not-a-feed'
  | 'malformed';

export interface FeedSource {
  fetch(request: FeedRequest, signal: AbortSignal): Promise<FetchOutcome>;
}
