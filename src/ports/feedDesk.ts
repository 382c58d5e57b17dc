import type { FeedNorm } from '../domain/feeds/health/norm.ts';
import type { FeedStateName } from '../domain/feeds/health/states.ts';
import type { PlannedFeed } from '../domain/feeds/nextPollReason.ts';
import type { FeedView } from './consoleStore.ts';

export interface FeedFilter {
  /** In the name or the address; empty: all. */
  readonly text: string;
  readonly state: FeedStateName | null;
}

/** A place in the list: after the feed that stands there. */
export interface FeedPlace {
  readonly rank: number;
  readonly name: string;
  readonly id: number;
}

/** One page of the list, what needs a person first. */
export interface FeedListing {
  readonly feeds: readonly FeedView[];
  /** Of all that the text finds, whatever their state; in the order of the list. */
  readonly tally: readonly { readonly state: FeedStateName; readonly count: number }[];
  /** Null: this is the last page. */
  readonly next: FeedPlace | null;
}

/** What polls came to, one after the other: the same once, with how often. */
export interface PollNote {
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly times: number;
  readonly kind: 'document' | 'unchanged' | 'held' | 'failed' | 'returned' | 'ended';
  readonly says: string | null;
  readonly items: number | null;
  readonly created: number | null;
  readonly revised: number | null;
}

export interface HubNote {
  readonly hub: string;
  readonly state: 'wanted' | 'pending' | 'active' | 'denied' | 'failed' | 'unwanted';
  readonly leaseEndsAt: Date | null;
  readonly pushedAt: Date | null;
  readonly lastError: string | null;
  readonly nextActionAt: Date;
}

export interface FeedArticle {
  readonly id: number;
  readonly title: string;
  readonly link: string | null;
  readonly outlet: string;
  readonly seenAt: Date;
  readonly publishedAt: Date | null;
}

/** A row of the audit log. */
export interface FeedEdit {
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly why: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Another feed that seems to be the same one. */
export interface AlikeFeed {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  readonly version: number;
}

/** All that one feed's page shows besides what people set of it. */
export interface FeedDetails {
  readonly view: FeedView;
  readonly plan: PlannedFeed;
  readonly norm: FeedNorm | null;
  readonly redirectingTo: string | null;
  readonly redirectPolls: number;
  readonly lastNewAt: Date | null;
  /** Newest first. */
  readonly polls: readonly PollNote[];
  readonly hubs: readonly HubNote[];
  readonly articles: readonly FeedArticle[];
  readonly edits: readonly FeedEdit[];
  readonly alike: readonly AlikeFeed[];
}

/** What the pages of feeds read of the store. */
export interface FeedDeskStore {
  list(
    filter: FeedFilter,
    page: { readonly after: FeedPlace | null; readonly limit: number },
    now: Date,
  ): Promise<FeedListing>;
  details(id: number, now: Date): Promise<FeedDetails | null>;
}
