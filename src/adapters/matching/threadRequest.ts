import type { RefusedRule, RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { MatchedBatch } from '../../pipeline/match/matcher.ts';

/** The requests that a matching thread takes, one at a time. */
export type ThreadRequest =
  | { readonly kind: 'change'; readonly change: RuleSetChange }
  | {
      readonly kind: 'match';
      readonly inputs: readonly MatchInput[];
      /** In shared memory: the thread writes there how many inputs it has begun, so that it is known when the thread has died. */
      readonly begun: Int32Array<SharedArrayBuffer>;
    };

/** What it answers to each kind. Both cross by structured clone, so they are plain data. */
export interface ThreadResponses {
  readonly change: readonly RefusedRule[];
  readonly match: Omit<MatchedBatch, 'kind'>;
}
