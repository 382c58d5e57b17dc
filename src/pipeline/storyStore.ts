import type { Article, ArticleRef } from '../domain/articles/article.ts';
import type { Signature } from '../domain/stories/signature.ts';
import type { Lease } from '../ports/lease.ts';

/** Proof of being the one writer: a transaction of an older epoch is refused. */
export interface WriterTerm {
  readonly epoch: number;
  /** Aborted when the writer's lock was lost. */
  readonly lost: AbortSignal;
  /** Gives the term up, so that another process can take over at once. */
  resign(): Promise<void>;
}

export interface WaitingArticle {
  readonly lease: Lease;
  readonly article: Article;
}

/** One article of a fold group, as the live index is rebuilt from it. */
export interface FoldMember extends ArticleRef {
  readonly foldGroupId: number;
  readonly signature: Signature;
  readonly numbers: readonly string[];
  readonly seenAt: Date;
}

export interface StoryDecision {
  readonly lease: Lease;
  readonly article: Article;
  readonly signature: Signature;
  readonly numbers: readonly string[];
  /** The group it joins, or null: it opens one. */
  readonly foldGroupId: number | null;
}

export interface StoryStore {
  /** Null while another process is the writer. */
  becomeWriter(): Promise<WriterTerm | null>;
  loadFoldMembers(since: Date): Promise<readonly FoldMember[]>;
  /** The oldest article in sequence, once no earlier one is still to be matched; null when there is none. */
  nextForStory(term: WriterTerm): Promise<WaitingArticle | null>;
  /**
   * Saves fold group and matches and hands the item to the plan step. Answers the group's id, or null when the lease
   * or the term was lost.
   */
  settleStory(term: WriterTerm, decision: StoryDecision, now: Date): Promise<number | null>;
}
