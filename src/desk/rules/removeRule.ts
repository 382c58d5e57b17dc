import { definitionOf, type KeptRevision } from '../../domain/rules/keptRevision.ts';
import { audited, type Deed } from '../deed.ts';
import { inForceOf, type LockedRules, type LockedRulesStore } from './lockedRules.ts';

export interface RemovableRules extends LockedRules {
  /** Nothing of it is paused any more. */
  endPause(ruleId: string): Promise<boolean>;
}

export type RemoveRuleOutcome =
  | { readonly kind: 'removed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'no reason' }
  | { readonly kind: 'conflict'; readonly current: KeptRevision };

/** Takes a rule out: it matches no more. Its revisions, its matches and its subscriptions stay; restoring brings it back. */
export const removeRule = (
  { store }: { readonly store: LockedRulesStore<RemovableRules> },
  deed: Deed,
  { ruleId, basedOn }: { readonly ruleId: string; readonly basedOn: number },
): Promise<RemoveRuleOutcome> =>
  store.changeRules(async (rules) => {
    const current = inForceOf(await rules.revisions(ruleId));
    if (current === null) return { kind: 'gone' };
    if (current.revision !== basedOn) return { kind: 'conflict', current };
    if (deed.why === '') return { kind: 'no reason' };
    const { rules: all, concepts } = await rules.read();
    await rules.replace({ concepts, rules: all.filter(({ id }) => id !== ruleId) }, deed);
    await rules.endPause(ruleId);
    const before = { revision: current.revision, ...definitionOf(current) };
    await rules.record(audited(deed, { action: 'rule.removed', subject: { kind: 'rule', id: ruleId }, before }));
    return { kind: 'removed' };
  });
