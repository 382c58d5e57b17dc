import { sameValue } from '../../domain/configuration/changes.ts';
import { type ConceptDifference, conceptDifferences } from '../../domain/configuration/ruleDifferences.ts';
import { checkRule, isError, type RuleFault } from '../../domain/rules/checkRule.ts';
import { definitionOf, type KeptRevision } from '../../domain/rules/keptRevision.ts';
import { conceptsOfQuery } from '../../domain/rules/language/conceptsOfQuery.ts';
import { nearest } from '../../domain/rules/language/nearestName.ts';
import type { RuleDefinition } from '../../domain/rules/ruleDefinition.ts';
import { audited, type Deed } from '../deed.ts';
import type { DraftRules } from './draftedRules.ts';
import { inForceOf, type LockedRulesStore } from './lockedRules.ts';
import { putInForce } from './ruleChange.ts';

export interface RestoreRequest {
  readonly ruleId: string;
  readonly revision: number;
  /** The revision in force that was seen, null for none; absent: whatever is in force. */
  readonly basedOn?: number | null;
  readonly isDryRun: boolean;
}

export interface Restoration {
  readonly kind: 'planned' | 'restored';
  /** Null: the rule was taken out. */
  readonly before: RuleDefinition | null;
  readonly after: RuleDefinition;
  /** The concepts that have other terms now than then: they stay as they are. */
  readonly concepts: readonly ConceptDifference[];
}

export type RestoreRefusal =
  | { readonly kind: 'no such rule'; readonly meant: string | null }
  | { readonly kind: 'no such revision'; readonly newest: number }
  | { readonly kind: 'conflict'; readonly current: KeptRevision | null }
  /** The rule demands the look of a second person: the restoration waits for it. */
  | { readonly kind: 'drafted'; readonly draftId: number }
  /** The language, or a concept, is not what it was then. */
  | { readonly kind: 'refused'; readonly faults: readonly RuleFault[]; readonly wanted: RuleDefinition };

export type RestoreRuleOutcome = Restoration | RestoreRefusal | { readonly kind: 'in force' };

/**
 * Makes a new revision of a rule with an old one's name, query, owner and alert, and the concepts as they are now. A rule
 * that was taken out comes back.
 */
export const restoreRule = (
  { store }: { readonly store: LockedRulesStore<DraftRules> },
  deed: Deed,
  request: RestoreRequest,
): Promise<RestoreRuleOutcome> => store.changeRules((rules) => restore(rules, deed, request));

async function restore(rules: DraftRules, deed: Deed, request: RestoreRequest): Promise<RestoreRuleOutcome> {
  const { ruleId, revision, basedOn, isDryRun } = request;
  const revisions = await rules.revisions(ruleId);
  const [newest] = revisions;
  if (newest === undefined) return { kind: 'no such rule', meant: nearest(ruleId, await rules.ruleIds()) };
  const wanted = revisions.find((each) => each.revision === revision);
  if (wanted === undefined) return { kind: 'no such revision', newest: newest.revision };
  const current = inForceOf(revisions);
  if (basedOn !== undefined && basedOn !== (current?.revision ?? null)) return { kind: 'conflict', current };
  const after = definitionOf(wanted);
  const { concepts } = await rules.read();
  const faults = checkRule(after, concepts).filter(isError);
  if (faults.length > 0) return { kind: 'refused', faults, wanted: after };
  const before = current === null ? null : definitionOf(current);
  if (before !== null && sameValue(before, after)) return { kind: 'in force' };
  // Whoever has a shell may do anything.
  if (!isDryRun && deed.by.kind !== 'command' && (await rules.demandsReview(ruleId))) {
    const draftId = await rules.keepDraft({ rule: after, basedOn: current?.revision ?? null }, deed);
    const subject = { kind: 'rule', id: ruleId } as const;
    await rules.record(audited(deed, { action: 'rule.drafted', subject, after: { draftId, ...after } }));
    return { kind: 'drafted', draftId };
  }
  if (!isDryRun) await putInForce(rules, deed, after, { action: 'rule.restored' });
  return {
    ...{ kind: isDryRun ? 'planned' : 'restored', before, after },
    concepts: conceptDifferences(wanted.concepts, conceptsOfQuery(after.query, concepts)),
  };
}
