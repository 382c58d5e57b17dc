import type { FeedPause } from '../../domain/feeds/feedPause.ts';
import type { IncomingArticle, SavedCounts } from '../poll/pollStore.ts';

/** The feed whose hub may call, and how its calls are known. */
export interface PushedFeed {
  readonly subscriptionId: number;
  readonly feedId: number;
  readonly name: string;
  readonly url: string;
  readonly secret: string;
  readonly firstPolledAt: Date | null;
  readonly fullText: boolean;
  readonly pause: FeedPause | null;
}

/** What hubs say changes only the subscription of that token, and only as we asked. */
export interface HubCallbackStore {
  /** False where we did not ask to subscribe to this topic. */
  confirm(token: string, topic: string, lease: { readonly endsAt: Date; readonly renewAt: Date }): Promise<boolean>;
  /** False where we did not ask to unsubscribe from it. */
  confirmEnd(token: string, topic: string): Promise<boolean>;
  /** A hub may end at any time what it took (WebSub §5.2). */
  deny(token: string, topic: string, denial: { readonly reason: string; readonly retryAt: Date }): Promise<boolean>;
  /** Null where no verified subscription has that token, or its feed is polled no more. */
  pushedFeed(token: string): Promise<PushedFeed | null>;
  /** Saves articles with their pipeline items as a poll does, and that the hub does its work. */
  savePush(feed: PushedFeed, articles: readonly IncomingArticle[], now: Date): Promise<SavedCounts>;
  pollSoon(feedId: number, now: Date): Promise<void>;
}
