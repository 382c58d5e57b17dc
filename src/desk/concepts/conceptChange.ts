import { sameValue } from '../../domain/configuration/changes.ts';
import { type BrokenRule, brokenRules, rulesUsing, termFaults } from '../../domain/rules/conceptEdit.ts';
import type { ConceptFinding } from '../../domain/rules/language/checkConcepts.ts';
import { conceptsOfQuery } from '../../domain/rules/language/conceptsOfQuery.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import { type CaseResult, runCases } from '../../domain/rules/ruleCase.ts';
import type { RuleDefinitions } from '../../domain/rules/ruleDefinition.ts';
import type { Deed } from '../deed.ts';
import type { LockedRules } from '../rules/lockedRules.ts';

/** A test case of a rule that an edit of a concept would make fail. */
export interface FailingRuleCase {
  readonly ruleId: string;
  readonly result: CaseResult;
}

export type ConceptObjection =
  | { readonly kind: 'no reason' }
  /** The terms that cannot be used; the place counts in the list as it would be. */
  | { readonly kind: 'refused'; readonly faults: readonly ConceptFinding[] }
  /** Rules whose query could not be used any more. */
  | { readonly kind: 'breaks'; readonly rules: readonly BrokenRule[] }
  | { readonly kind: 'failing'; readonly cases: readonly FailingRuleCase[] };

export interface ConceptWish {
  readonly name: string;
  /** As all concepts would be. */
  readonly concepts: Concepts;
  /** Save it although test cases of rules fail. */
  readonly savesAnyway: boolean;
}

/** What speaks against an edit of one concept; null: nothing does. */
export async function objectionToTerms(
  rules: LockedRules,
  { why }: Pick<Deed, 'why'>,
  before: RuleDefinitions,
  { name, concepts, savesAnyway }: ConceptWish,
): Promise<ConceptObjection | null> {
  const faults = termFaults(name, concepts);
  if (faults.length > 0) return { kind: 'refused', faults };
  if (why === '') return { kind: 'no reason' };
  const broken = brokenRules(before, concepts);
  if (broken.length > 0) return { kind: 'breaks', rules: broken };
  const cases = savesAnyway ? [] : await failingCases(rules, before, { name, concepts });
  return cases.length === 0 ? null : { kind: 'failing', cases };
}

/** Of the rules that use the concept, the test cases that pass now and would fail. */
async function failingCases(
  rules: LockedRules,
  before: RuleDefinitions,
  { name, concepts }: Pick<ConceptWish, 'name' | 'concepts'>,
): Promise<readonly FailingRuleCase[]> {
  const failing: FailingRuleCase[] = [];
  for (const { id, query } of rulesUsing(name, { ...before, concepts })) {
    const cases = await rules.casesOf(id);
    const passed = new Set(
      runCases(query, before.concepts, cases).flatMap((each) => (each.passes ? [each.case.id] : [])),
    );
    for (const result of runCases(query, concepts, cases))
      if (!result.passes && passed.has(result.case.id)) failing.push({ ruleId: id, result });
  }
  return failing;
}

/** The rules that get a new revision by a change of concepts. */
export const revisedRules = ({ rules, concepts }: RuleDefinitions, wanted: Concepts): readonly string[] =>
  rules
    .filter(({ query }) => !sameValue(conceptsOfQuery(query, concepts), conceptsOfQuery(query, wanted)))
    .map(({ id }) => id);
