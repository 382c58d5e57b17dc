/** The publisher behind an article; counts once in any corroboration. `domain` is null where a feed gives only a name. */
export interface Outlet {
  readonly name: string;
  readonly domain: string | null;
}

/** What a publisher wrote. A change of any of these fields makes a new revision. */
export interface ArticleText {
  readonly title: string;
  readonly summary: string | null;
  readonly contentText: string | null;
  readonly author: string | null;
}

/** One item of a feed document, normalised: plain text, absolute links, real dates or null (a date is never made up). */
export interface FeedItem extends ArticleText {
  readonly guid: string | null;
  readonly link: string | null;
  readonly outlet: Outlet;
  readonly publishedAt: Date | null;
  /** Minutes east of UTC of the clock by which the feed writes it; absent where it writes UTC, or no zone. */
  readonly publishedOffsetMinutes?: number;
  readonly updatedAt: Date | null;
  /** BCP 47 primary subtag (`en`, `ru`, `kk`), or null where neither item nor feed says. */
  readonly lang: string | null;
  readonly enclosures: readonly Enclosure[];
}

export interface Enclosure {
  readonly url: string;
  readonly type: string | null;
  readonly lengthBytes: number | null;
}

/** Names one immutable revision of one article. Revisions count from 1. */
export interface ArticleRef {
  readonly articleId: number;
  readonly revision: number;
}

/** A stored article revision, as the later steps read it. */
export interface Article extends ArticleRef, ArticleText {
  readonly feedId: number;
  readonly link: string | null;
  readonly outlet: Outlet;
  readonly lang: string | null;
  readonly publishedAt: Date | null;
  readonly publishedOffsetMinutes?: number;
  /** When the article first appeared to us: the partition key of every table that holds parts of it. */
  readonly seenAt: Date;
  /** When this revision was saved. */
  readonly savedAt: Date;
  readonly audience: Audience;
}

/**
 * Who may be told of a revision: a new feed's old items are for nobody, late ones for digests only, so that neither a
 * new feed nor a publisher's re-run floods anyone.
 */
export type Audience = 'everyone' | 'digests' | 'nobody';

/** The text that `body:` looks at: the content where the feed has it, else the summary. */
export const bodyOf = (text: Pick<ArticleText, 'contentText' | 'summary'>): string =>
  text.contentText ?? text.summary ?? '';
