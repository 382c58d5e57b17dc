import type { Audience, FeedItem } from '../../domain/articles/article.ts';
import type { Feed, FeedMemory, PollingHints } from '../../domain/feeds/feed.ts';
import type { FeedAddress } from '../../domain/feeds/feedAddress.ts';
import type { GoneClaim } from '../../domain/feeds/gone.ts';
import type { HubOffer } from '../../domain/feeds/hubOffer.ts';
import type { PollPlan } from '../../domain/feeds/nextPoll.ts';
import type { FetchFailure } from '../../ports/feedSource.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export interface ClaimedFeed {
  readonly lease: Lease;
  readonly feed: Feed;
  /** Of the address that is asked. */
  readonly host: string;
}

/** An item with the identity it is known by and who may be notified of it. Keys are SHA-256 digests, hex. */
export interface IncomingArticle {
  readonly item: FeedItem;
  readonly audience: Audience;
  readonly keys: IdentityKeys;
  /** The page that is to be read before it is matched: its host, and when it is not waited for any more. */
  readonly page: { readonly host: string; readonly readUntil: Date } | null;
  /** Digest of the text fields: a different one is a new revision. */
  readonly contentHash: string;
}

/**
 * `guid` counts within its feed, `link` everywhere, `fingerprint` within the outlet. An item has at least one; a short
 * text with a guid or a link has no fingerprint, since headlines like "Weather" come again and mean something new.
 */
export interface IdentityKeys {
  readonly guid: string | null;
  readonly link: string | null;
  /** The link with its fragment, where it has one: counts where several items share the link without it. */
  readonly anchor: string | null;
  readonly fingerprint: string | null;
  /** Title and path within the feed: counts only where most of a document comes again under new guids and links. */
  readonly headline: string | null;
  /** Title and date within the feed: stands in where several items share the guid and the link. */
  readonly title: string;
}

/** What a poll came to; all of it is saved in one transaction, or none. */
export type PollSettlement =
  | {
      readonly kind: 'document';
      readonly articles: readonly IncomingArticle[];
      readonly memory: FeedMemory;
      readonly rereadAt: Date;
      readonly address: FeedAddress;
      readonly hints: PollingHints;
      readonly hub: HubOffer | null;
      /** Asked once the articles are saved: how many were new decides when the feed is polled next. */
      readonly plan: (saved: SavedCounts) => PollPlan;
    }
  | {
      readonly kind: 'unchanged';
      readonly memory: FeedMemory;
      readonly address: FeedAddress;
      readonly plan: PollPlan;
    }
  /** Not new: the host had said so before, and was not asked. */
  | { readonly kind: 'held'; readonly isNew: boolean; readonly message: string; readonly nextPollAt: Date }
  | ({ readonly kind: 'failed'; readonly nextPollAt: Date; readonly gone?: GoneClaim } & Failure)
  /** It is gone from where it redirected to: the address in the list is requested again. */
  | ({ readonly kind: 'returned'; readonly nextPollAt: Date } & Failure)
  /** 410 Gone, for as long as it takes to believe it: polling ends, and the feed is shown as ended. */
  | ({ readonly kind: 'ended' } & Failure);

interface Failure {
  readonly reason: FetchFailure;
  readonly message: string;
}

export interface SavedCounts {
  readonly created: number;
  readonly revised: number;
  readonly known: number;
  /** Of the known: items that came again under another guid and link. */
  readonly churned: number;
}

export interface PollStore extends LeaseKeeper {
  /** Feeds of the given hosts are passed over: they are at work on another. */
  claimDueFeeds(now: Date, limit: number, busyHosts?: readonly string[]): Promise<readonly ClaimedFeed[]>;
  /**
   * Saves the outcome and every article with its pipeline item. Null when the lease was lost: then nothing was saved,
   * and whoever holds the feed now saves it.
   */
  settlePoll(lease: Lease, settlement: PollSettlement, now: Date): Promise<SavedCounts | null>;
}
