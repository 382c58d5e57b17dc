import type { Article, FullText } from '../../domain/articles/article.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export interface UnreadArticle {
  readonly lease: Lease;
  readonly article: Article;
  /** The article goes on without its page from then on. */
  readonly readUntil: Date;
  /** How often it was claimed, this time included, and not settled: its page may have killed a process. */
  readonly claims: number;
  /** Of the page as it was read for another feed that brought the article before; null: it is to be asked for. */
  readonly knownPage: string | null;
  /** As it was read for an earlier text of the article: taken where it cannot be read again. */
  readonly earlierPage: string | null;
  /** False: the feed that brought this text does not allow that pages are asked for. */
  readonly mayFetch: boolean;
}

/** What the article goes on with: the text of its page, or why it has none. */
export type ReadArticle =
  | { readonly kind: 'full'; readonly fullText: FullText }
  | { readonly kind: 'own'; readonly note: string };

export interface ReadStore extends LeaseKeeper {
  /** The oldest whose host is neither in hand nor to be left alone, or whose time is over. Null: none may be read now. */
  claimForRead(now: Date): Promise<UnreadArticle | null>;
  /**
   * Keeps the text and hands the article to the match step, at the end of its line: articles that came meanwhile did not wait.
   * Its host is left alone for the pause. False when the lease was lost.
   */
  settleRead(lease: Lease, read: ReadArticle, pauseSeconds: number, now: Date): Promise<boolean>;
}
