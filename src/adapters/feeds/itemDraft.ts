import type { Enclosure, FeedItem } from '../../domain/articles/article.ts';

/** An address as a document writes it. */
export interface WrittenLink {
  readonly text: string;
  /** What the document says that it counts from, or null. */
  readonly base: string | null;
}

/** One item as any of the readers has read it: all that can be said of it before the whole document is known. */
export interface ItemDraft
  extends Pick<FeedItem, 'guid' | 'title' | 'summary' | 'contentText' | 'author' | 'publishedAt' | 'updatedAt'> {
  /** Minutes east of UTC of the clock by which `publishedAt` is written. */
  readonly publishedOffsetMinutes?: number;
  readonly link: WrittenLink | null;
  /** The publisher, where the item names one. */
  readonly source: { readonly name: string | null; readonly url: string | null } | null;
  /** A language tag of the item's own, or null. */
  readonly lang: string | null;
  readonly enclosures: readonly (Omit<Enclosure, 'url'> & { readonly link: WrittenLink })[];
}

/** What the document says for all of its items. */
export interface FeedContext {
  /** The feed's site: relative links of RSS count from there. */
  readonly site: string | null;
  /** Where the document came from. */
  readonly url: string | null;
  readonly title: string | null;
  readonly lang: string | null;
}
