import { audited, type Deed } from '../deed.ts';
import type { DraftRules } from './draftedRules.ts';
import type { LockedRulesStore } from './lockedRules.ts';
import { objectionTo, putInForce, type RuleChangeOutcome, type RuleEdit } from './ruleChange.ts';

export type SaveRuleOutcome =
  | RuleChangeOutcome
  /** The rule demands the look of a second person: the edit waits for it. */
  | { readonly kind: 'drafted'; readonly draftId: number };

/**
 * Saves a rule, a new one or a changed one, as a new revision. What is refused, or based on a revision that is not in force
 * any more, changes nothing. `asDraft`: let a second person look at it first, whether the rule demands that or not.
 */
export const saveRule = (
  { store }: { readonly store: LockedRulesStore<DraftRules> },
  deed: Deed,
  edit: RuleEdit & { readonly asDraft?: boolean },
): Promise<SaveRuleOutcome> =>
  store.changeRules(async (rules) => {
    const objection = await objectionTo(rules, deed, edit);
    if (objection !== null) return objection;
    const { rule, basedOn, asDraft = false } = edit;
    if (!asDraft && !(await rules.demandsReview(rule.id)))
      return { kind: 'saved', revision: await putInForce(rules, deed, rule, { action: 'rule.saved' }) };
    const draftId = await rules.keepDraft({ rule, basedOn }, deed);
    const subject = { kind: 'rule', id: rule.id } as const;
    await rules.record(audited(deed, { action: 'rule.drafted', subject, after: { draftId, ...rule } }));
    return { kind: 'drafted', draftId };
  });
