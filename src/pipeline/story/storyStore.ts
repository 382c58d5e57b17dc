import type { Article, ArticleRef } from '../../domain/articles/article.ts';
import type { Reading } from '../../domain/figures/figure.ts';
import type { RuleMatch } from '../../domain/rules/rule.ts';
import type { Advanced, StoryState } from '../../domain/stories/advanceStory.ts';
import type { FoldEntry } from '../../domain/stories/copies/foldIndex.ts';
import type { Profile } from '../../domain/stories/profile.ts';
import type { ArticleShape, Placement, Seat } from '../../domain/stories/storyDesk.ts';
import type { KeptEdit } from '../../domain/stories/storyEdit.ts';
import type { StoryNews } from '../../domain/stories/storyNews.ts';
import type { Lease } from '../../ports/lease.ts';

/** Proof of being the leader, the one writer of stories: a transaction of an older epoch is refused. */
export interface Leadership {
  readonly epoch: number;
  /** Aborted when the writer's lock was lost. */
  readonly lost: AbortSignal;
  /** Steps down, so that another process can take over at once. */
  release(): Promise<void>;
}

export interface WaitingArticle {
  readonly lease: Lease;
  readonly article: Article;
  /** What the match step found in its text. */
  readonly matches: readonly RuleMatch[];
  readonly reading: Reading;
  /** The story of an earlier revision. */
  readonly knownStoryId: number | null;
}

/** One article revision of a live story, as the desk is rebuilt from it. */
export interface StoryMember extends ArticleRef, Pick<Seat, 'storyId' | 'role'> {
  readonly at: Date;
  /** Of reports. */
  readonly profile: Profile | null;
}

export interface StoryDecision extends Advanced {
  readonly lease: Lease;
  readonly article: Article;
  readonly shape: ArticleShape;
  readonly placement: Placement;
  readonly at: Date;
  /** For the plan step. */
  readonly news: StoryNews;
}

/** `lost`: another process is the writer. */
export type AppliedEdit =
  | { readonly kind: 'applied'; readonly edit: KeptEdit }
  | { readonly kind: 'refused'; readonly edit: KeptEdit; readonly reason: string }
  | { readonly kind: 'lost' };

export interface StoryStore {
  /** Null while another process is the writer. */
  becomeLeader(): Promise<Leadership | null>;
  /** The near-duplicates seen since then, in order. */
  loadFoldMembers(since: Date): Promise<readonly FoldEntry[]>;
  /** What the stories that had an article since then are made of, in the order in which it was taken, page by page. */
  loadStoryMembers(since: Date): AsyncIterable<StoryMember>;
  /** Its ledger, and what it has shown of each rule. */
  loadStory(storyId: number): Promise<StoryState>;
  hasWaitingEdits(): Promise<boolean>;
  /** Applies the oldest edit that waits, all of it or nothing, once; null when there is none. */
  applyNextEdit(leadership: Leadership, now: Date): Promise<AppliedEdit | null>;
  /** The oldest article in sequence, once no earlier one is still to be matched; null when there is none. */
  nextForStory(leadership: Leadership): Promise<WaitingArticle | null>;
  /**
   * Saves place, claims, moves and matches, and hands the item to the plan step. Gives where the article sits now, or
   * null when the lease or the leadership was lost.
   */
  settleStory(leadership: Leadership, decision: StoryDecision, now: Date): Promise<Seat | null>;
  /** Gives an article back that was not settled: it does not count as a crash. */
  release(leases: readonly Lease[]): Promise<void>;
}
