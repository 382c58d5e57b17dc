import { statedOf } from '../figures/figure.ts';
import { readFigures } from '../figures/reading.ts';
import { compileRuleSet } from './matcher/compile.ts';
import type { Concepts, MatchInput } from './rule.ts';
import { unsavedRule } from './unsavedRule.ts';

/** The text of an article, kept as it was. */
export interface CaseText {
  readonly title: string;
  readonly body: string;
  readonly lang: string | null;
  readonly outlet: MatchInput['outlet'];
  /** When it was published, as the outlet's clock had it; null: not known. */
  readonly publishedISO: string | null;
}

/** A text that a rule must match, or must not. */
export interface RuleCase {
  readonly id: number;
  readonly mustMatch: boolean;
  readonly text: CaseText;
}

export interface CaseResult<T extends RuleCase = RuleCase> {
  readonly case: T;
  readonly matches: boolean;
  readonly passes: boolean;
}

/**
 * Runs a rule on its test cases. A text by itself moves no ledger: what a condition on the ledger leaves open counts as
 * held. A query that is refused matches nothing.
 */
export function runCases<T extends RuleCase>(
  query: string,
  concepts: Concepts,
  cases: readonly T[],
): readonly CaseResult<T>[] {
  const compiled = compileRuleSet({ number: 0, rules: [unsavedRule({ ruleId: 'case', query, concepts })] });
  return cases.map((each) => {
    const matches = compiled.match(inputOfCase(each.text)).length > 0;
    return { case: each, matches, passes: matches === each.mustMatch };
  });
}

/** What the matcher reads of such a text. */
const inputOfCase = ({ title, body, lang, outlet, publishedISO }: CaseText): MatchInput => ({
  ...{ title, body, lang, outlet },
  figures: statedOf(readFigures({ title, body, lang, publishedISO }).figures),
});
