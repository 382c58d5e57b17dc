import type { RefusedRule, RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { MatchedBatch } from '../../pipeline/match/matcher.ts';

/** The requests that a matching thread takes, one at a time. */
export type ThreadRequest =
  | { readonly kind: 'change'; readonly change: RuleSetChange }
  | { readonly kind: 'match'; readonly inputs: readonly MatchInput[] };

/** What it answers to each kind. Both cross by structured clone, so they are plain data. */
export interface ThreadResponses {
  readonly change: readonly RefusedRule[];
  readonly match: MatchedBatch;
}
