import type { FeedDefinition } from './definitions.ts';

/** What is wrong with one feed, by the key of the file (`auth.user`); null: with all of it. */
export interface FeedFault {
  readonly key: string | null;
  readonly says: string;
}

/** One feed as somebody entered it, read by the shape of the file. */
export type FeedEntry =
  | { readonly ok: true; readonly feed: FeedDefinition }
  | { readonly ok: false; readonly faults: readonly FeedFault[] };
