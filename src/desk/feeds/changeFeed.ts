import { sameValue } from '../../domain/configuration/changes.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { documentAddress } from '../../domain/feeds/documentAddress.ts';
import { audited, type Deed } from '../deed.ts';
import {
  type DeskFeed,
  type FeedConflict,
  feedInWords,
  feedSubject,
  type LockedFeeds,
  type LockedFeedsStore,
} from './lockedFeeds.ts';

export interface ChangeableFeeds extends LockedFeeds {
  /** Whoever has the address, be it a feed that was taken off the list. */
  holderOf(url: string): Promise<{ readonly id: number; readonly name: string; readonly isListed: boolean } | null>;
  /** A new address is asked as if nothing were remembered of the old one. */
  change(id: number, wanted: FeedDefinition, at: Date): Promise<void>;
}

interface Deps {
  readonly store: LockedFeedsStore<ChangeableFeeds>;
}

export interface WantedChange {
  readonly id: number;
  /** The version that was edited. */
  readonly basedOn: number;
  readonly wanted: FeedDefinition;
}

export type ChangeFeedOutcome =
  | { readonly kind: 'changed' | 'unchanged'; readonly feed: DeskFeed }
  | FeedConflict
  | { readonly kind: 'gone' }
  /** The address is another feed's. */
  | { readonly kind: 'taken'; readonly by: { readonly id: number; readonly name: string; readonly isListed: boolean } };

/** Changes what people set of a feed: address, name, interval, full text, credentials. Its articles stay its own. */
export const changeFeed = (
  { store }: Deps,
  deed: Deed,
  { id, basedOn, wanted }: WantedChange,
): Promise<ChangeFeedOutcome> =>
  store.changeFeeds(async (feeds) => {
    const current = await feeds.feed(id);
    if (current === null) return { kind: 'gone' };
    if (current.version !== basedOn) return { kind: 'conflict', current };
    const [before, after] = [feedInWords(current), feedInWords(wanted)];
    if (sameValue(before, after)) return { kind: 'unchanged', feed: current };
    if (documentAddress(wanted.url) !== documentAddress(current.url)) {
      const holder = await feeds.holderOf(wanted.url);
      if (holder !== null && holder.id !== id) return { kind: 'taken', by: holder };
    }
    await feeds.change(id, wanted, deed.at);
    await feeds.record(audited(deed, { action: 'feed.changed', subject: feedSubject(id), before, after }));
    return { kind: 'changed', feed: { ...current, ...wanted, version: current.version + 1 } };
  });
