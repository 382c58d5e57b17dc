import type { FeedItem } from '../../domain/articles/article.ts';
import type { FeedHeader } from '../../domain/feeds/feed.ts';

export type ParsedDocument =
  | { readonly kind: 'feed'; readonly header: FeedHeader; readonly items: readonly FeedItem[] }
  | { readonly kind: 'failed'; readonly reason: 'not-a-feed' | 'malformed'; readonly message: string };

/** Items that are kept of a document: no feed has more, and a hostile one could have millions of empty ones. */
export const mostItems = 150_000;

export const notAFeed = (message: string): ParsedDocument => ({ kind: 'failed', reason: 'not-a-feed', message });
export const malformed = (message: string): ParsedDocument => ({ kind: 'failed', reason: 'malformed', message });
