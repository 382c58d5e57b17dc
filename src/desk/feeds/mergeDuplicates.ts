import { audited, type Deed } from '../deed.ts';
import {
  type DeskFeed,
  type FeedConflict,
  feedInWords,
  feedSubject,
  type LockedFeeds,
  type LockedFeedsStore,
} from './lockedFeeds.ts';

export interface MergeableFeeds extends LockedFeeds {
  /** What the kept feed brings is known where the other had brought it; the other is taken off the list. */
  merge(keptId: number, mergedId: number, at: Date): Promise<void>;
}

interface Deps {
  readonly store: LockedFeedsStore<MergeableFeeds>;
}

/** Each of the two with the version that whoever decided saw. */
export interface WantedMerge {
  readonly keep: { readonly id: number; readonly basedOn: number };
  readonly merge: { readonly id: number; readonly basedOn: number };
}

export type MergeDuplicatesOutcome =
  | { readonly kind: 'merged'; readonly kept: DeskFeed; readonly merged: DeskFeed }
  | FeedConflict
  | { readonly kind: 'gone' }
  | { readonly kind: 'same' };

/** Makes one feed of two that bring the same: nothing that either brought is new again, and the articles stay as they are. */
export const mergeDuplicates = (
  { store }: Deps,
  deed: Deed,
  { keep, merge }: WantedMerge,
): Promise<MergeDuplicatesOutcome> =>
  store.changeFeeds(async (feeds) => {
    if (keep.id === merge.id) return { kind: 'same' };
    const [kept, merged] = [await feeds.feed(keep.id), await feeds.feed(merge.id)];
    if (kept === null || merged === null) return { kind: 'gone' };
    if (kept.version !== keep.basedOn) return { kind: 'conflict', current: kept };
    if (merged.version !== merge.basedOn) return { kind: 'conflict', current: merged };
    await feeds.merge(kept.id, merged.id, deed.at);
    const into = { keptId: kept.id, keptName: kept.name };
    await feeds.record(
      audited(deed, {
        ...{ action: 'feed.merged', subject: feedSubject(merged.id) },
        ...{ before: feedInWords(merged), after: into },
      }),
    );
    return { kind: 'merged', kept, merged };
  });
