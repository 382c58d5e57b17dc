import { audited, type Deed } from '../deed.ts';
import {
  type DeskFeed,
  type FeedConflict,
  feedInWords,
  feedSubject,
  type LockedFeeds,
  type LockedFeedsStore,
} from './lockedFeeds.ts';

export interface RemovableFeeds extends LockedFeeds {
  remove(id: number, at: Date): Promise<void>;
}

interface Deps {
  readonly store: LockedFeedsStore<RemovableFeeds>;
}

export type RemoveFeedOutcome =
  | { readonly kind: 'removed'; readonly feed: DeskFeed }
  | FeedConflict
  | { readonly kind: 'gone' };

/** Takes a feed off the list. Its articles stay, and it goes on with what it knew if it is added again. */
export const removeFeed = (
  { store }: Deps,
  deed: Deed,
  { id, basedOn }: { readonly id: number; readonly basedOn: number },
): Promise<RemoveFeedOutcome> =>
  store.changeFeeds(async (feeds) => {
    const current = await feeds.feed(id);
    if (current === null) return { kind: 'gone' };
    if (current.version !== basedOn) return { kind: 'conflict', current };
    await feeds.remove(id, deed.at);
    const before = feedInWords(current);
    await feeds.record(audited(deed, { action: 'feed.removed', subject: feedSubject(id), before }));
    return { kind: 'removed', feed: current };
  });
