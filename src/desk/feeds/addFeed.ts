import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { documentAddress } from '../../domain/feeds/documentAddress.ts';
import { audited, type Deed } from '../deed.ts';
import { feedInWords, feedSubject, type LockedFeeds, type LockedFeedsStore } from './lockedFeeds.ts';

/** A feed that is on the list, by what it is known by. */
export interface KnownFeed {
  readonly id: number;
  readonly name: string;
  readonly url: string;
}

export interface AddableFeeds extends LockedFeeds {
  known(): Promise<readonly KnownFeed[]>;
  /** Those that come back go on with what they knew. Their numbers, in their order. */
  add(feeds: readonly FeedDefinition[], at: Date): Promise<readonly number[]>;
}

interface Deps {
  readonly store: LockedFeedsStore<AddableFeeds>;
}

export type AddFeedOutcome =
  | { readonly kind: 'added'; readonly id: number }
  | { readonly kind: 'known'; readonly feed: KnownFeed };

/** Puts a feed on the list: it is due at once. One whose document is polled already is not added. */
export const addFeed = ({ store }: Deps, deed: Deed, wanted: FeedDefinition): Promise<AddFeedOutcome> =>
  store.changeFeeds(async (feeds) => {
    const address = documentAddress(wanted.url);
    const known = (await feeds.known()).find(({ url }) => documentAddress(url) === address);
    if (known !== undefined) return { kind: 'known', feed: known };
    const [id] = await feeds.add([wanted], deed.at);
    if (id === undefined) throw new Error('adding a feed gave no number');
    await feeds.record(audited(deed, { action: 'feed.added', subject: feedSubject(id), after: feedInWords(wanted) }));
    return { kind: 'added', id };
  });
