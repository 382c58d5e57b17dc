/** What a hold on a request concerns: a feed, the pages of a site, a receiver of messages. */
export interface HeldTarget {
  /** Its name, fit to be shown: no secrets. */
  readonly key: string;
  /** Null where it has none, or it is not known. */
  readonly host: string | null;
}

/**
 * Targets of one direction (what is fetched, what is sent) that asked us to stay away (429, 503). A host is held only when
 * several of its targets ask. They live in the store, so that every process keeps them.
 */
export interface Holds {
  hold(target: HeldTarget, until: Date, reason: string, now: Date): Promise<void>;
  /** The instant until which it or its host is held, or null. */
  heldUntil(target: HeldTarget, now: Date): Promise<Date | null>;
  /** A request succeeded: holds that have ended are over. */
  proved(target: HeldTarget, now: Date): Promise<void>;
}
