import { type FeedPause, isFeedPaused } from '../../domain/feeds/feedPause.ts';
import { audited, type Deed } from '../deed.ts';
import { feedSubject, type LockedFeeds, type LockedFeedsStore } from './lockedFeeds.ts';

export interface PausableFeeds extends LockedFeeds {
  /** One that is paused already ends when this one says. */
  pause(id: number, pause: FeedPause): Promise<void>;
  /** It is due at once. */
  endPause(id: number, at: Date): Promise<void>;
}

interface Deps {
  readonly store: LockedFeedsStore<PausableFeeds>;
}

export type PauseFeedOutcome =
  | { readonly kind: 'paused'; readonly pause: FeedPause }
  | { readonly kind: 'gone' }
  /** It would have ended already. */
  | { readonly kind: 'past' };

/** A feed is not polled until then, or until it is resumed. */
export const pauseFeed = (
  { store }: Deps,
  deed: Deed,
  { id, endsAt }: { readonly id: number; readonly endsAt: Date | null },
): Promise<PauseFeedOutcome> =>
  store.changeFeeds(async (feeds) => {
    if ((await feeds.feed(id)) === null) return { kind: 'gone' };
    if (endsAt !== null && endsAt <= deed.at) return { kind: 'past' };
    const pause = { pausedAt: deed.at, by: deed.by.name, endsAt, why: deed.why };
    await feeds.pause(id, pause);
    await feeds.record(audited(deed, { action: 'feed.paused', subject: feedSubject(id), after: { endsAt } }));
    return { kind: 'paused', pause };
  });

export interface ResumeFeedOutcome {
  readonly kind: 'resumed' | 'not paused' | 'gone';
}

/** The feed is polled again, first of all at once. */
export const resumeFeed = ({ store }: Deps, deed: Deed, id: number): Promise<ResumeFeedOutcome> =>
  store.changeFeeds(async (feeds) => {
    const feed = await feeds.feed(id);
    if (feed === null) return { kind: 'gone' };
    if (!isFeedPaused(feed.pause, deed.at)) return { kind: 'not paused' };
    await feeds.endPause(id, deed.at);
    await feeds.record(audited(deed, { action: 'feed.resumed', subject: feedSubject(id) }));
    return { kind: 'resumed' };
  });
