import type { Article } from '../../domain/articles/article.ts';
import type { Reading } from '../../domain/figures/figure.ts';
import type { RuleMatch } from '../../domain/rules/rule.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';
import type { SearchEntry } from '../shared/searchEntry.ts';

export interface ClaimedArticle {
  readonly lease: Lease;
  readonly article: Article;
}

export interface MatchedArticle {
  readonly lease: Lease;
  readonly ruleSet: number;
  readonly matches: readonly RuleMatch[];
  readonly reading: Reading;
  /** For searches of the archive; absent: it is made later. */
  readonly entry?: SearchEntry;
}

export interface MatchStore extends LeaseKeeper {
  /** Those that no claim failed with, feeds in turn. */
  claimForMatch(limit: number): Promise<readonly ClaimedArticle[]>;
  /** Of those that an earlier claim failed with, one of the least suspicious: it comes alone, so that it takes no others with it. */
  claimSuspect(): Promise<readonly ClaimedArticle[]>;
  /** Claims that failed, which counts: the articles are suspects, and hold up nobody any more. They are tried alone at once, later ever again. */
  suspect(leases: readonly Lease[]): Promise<void>;
  /** Keeps the text's matches and figures, and hands the items to the story step; answers how many leases still held. */
  settleMatched(matched: readonly MatchedArticle[]): Promise<number>;
}
