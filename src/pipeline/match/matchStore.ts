import type { Article } from '../../domain/articles/article.ts';
import type { Reading } from '../../domain/figures/figure.ts';
import type { RuleMatch } from '../../domain/rules/rule.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export interface ClaimedArticle {
  readonly lease: Lease;
  readonly article: Article;
}

export interface MatchedArticle {
  readonly lease: Lease;
  readonly ruleSet: number;
  readonly matches: readonly RuleMatch[];
  readonly reading: Reading;
}

export interface MatchStore extends LeaseKeeper {
  /**
   * Oldest first. A row whose earlier claim ended in a crash comes alone, so that it cannot take others with it; with
   * `untried` none of those comes.
   */
  claimForMatch(limit: number, which?: 'all' | 'untried'): Promise<readonly ClaimedArticle[]>;
  /** Keeps the text's matches and figures, and hands the items to the story step; answers how many leases still held. */
  settleMatched(matched: readonly MatchedArticle[]): Promise<number>;
}
