import { conceptsUsing, conceptVersion, rulesUsing } from '../../domain/rules/conceptEdit.ts';
import { audited, type Deed } from '../deed.ts';
import type { LockedRulesStore } from '../rules/lockedRules.ts';

export type RemoveConceptOutcome =
  | { readonly kind: 'removed' | 'gone' | 'no reason' }
  | { readonly kind: 'used'; readonly rules: readonly string[]; readonly concepts: readonly string[] }
  | { readonly kind: 'conflict'; readonly current: readonly string[] };

/** Takes out a concept that no rule and no other concept uses. */
export const removeConcept = (
  { store }: { readonly store: LockedRulesStore },
  deed: Deed,
  { name, basedOn }: { readonly name: string; readonly basedOn: string },
): Promise<RemoveConceptOutcome> =>
  store.changeRules(async (rules) => {
    const before = await rules.read();
    if (!Object.hasOwn(before.concepts, name)) return { kind: 'gone' };
    const { [name]: terms = [], ...concepts } = before.concepts;
    if (conceptVersion(terms) !== basedOn) return { kind: 'conflict', current: terms };
    const users = rulesUsing(name, before).map(({ id }) => id);
    const named = conceptsUsing(name, before.concepts);
    if (users.length + named.length > 0) return { kind: 'used', rules: users, concepts: named };
    if (deed.why === '') return { kind: 'no reason' };
    await rules.replace({ rules: before.rules, concepts }, deed);
    const subject = { kind: 'concept', id: name } as const;
    await rules.record(audited(deed, { action: 'concept.removed', subject, before: { terms } }));
    return { kind: 'removed' };
  });
