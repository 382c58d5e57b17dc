import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import type { FeedPause } from '../../domain/feeds/feedPause.ts';
import type { AuditEntry, Subject } from '../deed.ts';

/** A feed of the list as deeds see it. */
export interface DeskFeed extends FeedDefinition {
  readonly id: number;
  /** Raised by every edit. */
  readonly version: number;
  readonly pause: FeedPause | null;
  readonly redirectedTo: string | null;
  readonly isEnded: boolean;
  readonly isQuarantined: boolean;
}

/** The list of feeds while nobody else changes it. */
export interface LockedFeeds {
  /** Null where the list has none of that number. */
  feed(id: number): Promise<DeskFeed | null>;
  record(entry: AuditEntry): Promise<void>;
}

/** All of what `run` does is kept, or nothing. */
export interface LockedFeedsStore<Feeds extends LockedFeeds> {
  changeFeeds<T>(run: (feeds: Feeds) => Promise<T>): Promise<T>;
}

export const feedSubject = (id: number): Subject => ({ kind: 'feed', id: String(id) });

/** What an edit is based on is not in force any more: somebody else was quicker. */
export interface FeedConflict {
  readonly kind: 'conflict';
  readonly current: DeskFeed;
}

/** A feed as the audit log keeps it: references to secrets, never secrets. */
export const feedInWords = ({ url, name, everySeconds, fullText, credentials }: FeedDefinition) => ({
  ...{ url, name, everySeconds },
  ...(fullText && { fullText }),
  ...(credentials && { credentials }),
});
