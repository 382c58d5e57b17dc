import type { RuleSetChange } from '../../domain/rules/matcher/compile.ts';
import type { MatchInput, RuleMatch } from '../../domain/rules/rule.ts';

/** A batch matched against one numbered rule set: for each article, in the order given, the rules it satisfies. */
export interface MatchedBatch {
  readonly kind: 'matched';
  readonly ruleSet: number;
  readonly matches: readonly (readonly RuleMatch[])[];
}

/** The matching itself failed. */
export interface FailedBatch {
  readonly kind: 'failed';
  readonly error: unknown;
  /** Which of the articles, counted from 0, was at work; null: not known, any of them may be to blame. */
  readonly culprit: number | null;
}

export type BatchOutcome =
  | MatchedBatch
  | FailedBatch
  /** No article was looked at, so none is at fault: we are stopping, or the rules could not be loaded. */
  | { readonly kind: 'not-begun'; readonly error: unknown };

/** Matches batches of articles side by side, each batch against one rule set. */
export interface Matcher {
  /** How many batches it works on at a time; further ones wait. */
  readonly batchesAtOnce: number;
  /**
   * Matches against the rule set in force when the batch is begun. Once begun it is finished, whatever the signal says.
   * An article that comes alone is given more time than one that others wait for.
   */
  matchAll(inputs: readonly MatchInput[], signal: AbortSignal): Promise<BatchOutcome>;
  /** Ends at once; what is under way fails. */
  close(): Promise<void>;
}

/** Where a matcher has its rules from. */
export interface RuleSource {
  /** The number of the rule set in force; 0 before the first. */
  currentRuleSet(): Promise<number>;
  /**
   * What makes set `to` of the older set `from` (0: of nothing), in parts of bounded size. All of them carry the number `to`;
   * what is between them is no set.
   */
  changes(from: number, to: number): AsyncIterable<RuleSetChange>;
}
