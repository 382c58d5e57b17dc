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
  /** As the list of feeds has it. */
  readonly feedName?: string;
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
  /** Says what its outlet said before, and is published again under a later date. */
  readonly isReissue?: boolean;
  /** Where its page was read. */
  readonly fullText?: FullText;
}

/** What is matched of an article whose page was read. */
export interface FullText {
  /** Sentences of the feed that the page lacks, each on a line, then the page's text. */
  readonly text: string;
  /** Where the page's text begins. */
  readonly pageStart: number;
}

/**
 * Who may be notified of a revision: a new feed's old items are for nobody, late ones for digests only, so that neither a
 * new feed nor a publisher's re-run floods anyone.
 */
export type Audience = 'everyone' | 'digests' | 'nobody';

/** The text that `body:` looks at: that of the page where it was read, else the feed's content, else its summary. */
export const bodyOf = (text: Pick<ArticleText, 'contentText' | 'summary'> & Pick<Article, 'fullText'>): string =>
  text.fullText?.text ?? text.contentText ?? text.summary ?? '';

/** Marks what is copied from the page of an article; what its feed says itself has no mark. */
export interface FromPage {
  readonly textFrom?: 'page';
}

/** The mark of what stands at an offset of a field; `pageStart` as in `FullText`. */
export const pageMark = (
  pageStart: number | undefined,
  span: readonly [field: 'title' | 'body', start: number, end: number],
): FromPage => (pageStart !== undefined && span[0] === 'body' && span[1] >= pageStart ? { textFrom: 'page' } : {});
