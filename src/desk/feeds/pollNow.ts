import { type FeedPause, isFeedPaused } from '../../domain/feeds/feedPause.ts';
import { audited, type Deed } from '../deed.ts';
import { feedSubject, type LockedFeeds, type LockedFeedsStore } from './lockedFeeds.ts';

export interface PollableFeeds extends LockedFeeds {
  /** Until when the address that is asked, or its host, wants to be left alone; null: it does not. */
  heldUntil(id: number, at: Date): Promise<Date | null>;
  /** One that had ended is asked again. */
  makeDue(id: number, at: Date): Promise<void>;
}

interface Deps {
  readonly store: LockedFeedsStore<PollableFeeds>;
}

export type PollNowOutcome =
  | { readonly kind: 'due' | 'gone' | 'quarantined' }
  | { readonly kind: 'held'; readonly until: Date }
  | { readonly kind: 'paused'; readonly pause: FeedPause };

/** Makes a feed due. What asked to be left alone is left alone. */
export const pollNow = ({ store }: Deps, deed: Deed, id: number): Promise<PollNowOutcome> =>
  store.changeFeeds(async (feeds) => {
    const feed = await feeds.feed(id);
    if (feed === null) return { kind: 'gone' };
    if (feed.isQuarantined) return { kind: 'quarantined' };
    if (isFeedPaused(feed.pause, deed.at)) return { kind: 'paused', pause: feed.pause };
    const until = await feeds.heldUntil(id, deed.at);
    if (until !== null) return { kind: 'held', until };
    await feeds.makeDue(id, deed.at);
    await feeds.record(audited(deed, { action: 'feed.polled', subject: feedSubject(id) }));
    return { kind: 'due' };
  });
