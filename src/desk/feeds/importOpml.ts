import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { documentAddress } from '../../domain/feeds/documentAddress.ts';
import { audited, type Deed } from '../deed.ts';
import type { AddableFeeds } from './addFeed.ts';
import type { LockedFeedsStore } from './lockedFeeds.ts';

interface Deps {
  readonly store: LockedFeedsStore<AddableFeeds>;
}

export interface OpmlImport {
  readonly feeds: readonly FeedDefinition[];
  /** Only says what would be added. */
  readonly isDryRun: boolean;
}

export interface ImportedFeeds {
  readonly added: readonly FeedDefinition[];
  /** They were polled already and stay as they are. */
  readonly known: readonly FeedDefinition[];
}

/** Of so many the log names each. */
const mostNamed = 200;

/** Adds the feeds of an OPML file that are not polled yet; changes and removes none. */
export const importOpml = ({ store }: Deps, deed: Deed, { feeds, isDryRun }: OpmlImport): Promise<ImportedFeeds> =>
  store.changeFeeds(async (locked) => {
    const known = new Set((await locked.known()).map(({ url }) => documentAddress(url)));
    const isKnown = ({ url }: FeedDefinition) => known.has(documentAddress(url));
    const added = feeds.filter((feed) => !isKnown(feed));
    if (!isDryRun && added.length > 0) {
      await locked.add(added, deed.at);
      const after = { count: added.length, added: added.slice(0, mostNamed).map(({ url }) => url) };
      const subject = { kind: 'feeds', id: 'list' } as const;
      await locked.record(audited(deed, { action: 'feeds.imported', subject, after }));
    }
    return { added, known: feeds.filter(isKnown) };
  });
