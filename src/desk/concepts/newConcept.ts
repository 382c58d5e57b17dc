import { isConceptName } from '../../domain/rules/conceptEdit.ts';
import { audited, type Deed } from '../deed.ts';
import type { LockedRulesStore } from '../rules/lockedRules.ts';
import { type ConceptObjection, objectionToTerms } from './conceptChange.ts';

export interface WantedConcept {
  readonly name: string;
  readonly terms: readonly string[];
}

export type NewConceptOutcome =
  | Extract<ConceptObjection, { kind: 'refused' | 'no reason' }>
  | { readonly kind: 'made' }
  /** Letters, digits, `-` and `_`. */
  | { readonly kind: 'wrong name' }
  | { readonly kind: 'taken' };

/** Makes a concept; no rule uses it yet. */
export const newConcept = (
  { store }: { readonly store: LockedRulesStore },
  deed: Deed,
  { name, terms: wanted }: WantedConcept,
): Promise<NewConceptOutcome> =>
  store.changeRules(async (rules) => {
    if (!isConceptName(name)) return { kind: 'wrong name' };
    const before = await rules.read();
    if (Object.hasOwn(before.concepts, name)) return { kind: 'taken' };
    const terms = [...new Set(wanted)];
    const concepts = { ...before.concepts, [name]: terms };
    const objection = await objectionToTerms(rules, deed, before, { name, concepts, savesAnyway: true });
    if (objection?.kind === 'refused' || objection?.kind === 'no reason') return objection;
    await rules.replace({ rules: before.rules, concepts }, deed);
    const subject = { kind: 'concept', id: name } as const;
    await rules.record(audited(deed, { action: 'concept.made', subject, after: { terms } }));
    return { kind: 'made' };
  });
