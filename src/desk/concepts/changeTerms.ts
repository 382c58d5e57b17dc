import { conceptVersion, editedTerms, type TermEdit } from '../../domain/rules/conceptEdit.ts';
import { audited, type Deed } from '../deed.ts';
import type { LockedRulesStore } from '../rules/lockedRules.ts';
import { type ConceptObjection, objectionToTerms, revisedRules } from './conceptChange.ts';

export interface WantedTerms extends TermEdit {
  readonly name: string;
  /** The version that the editor saw (`conceptVersion`). */
  readonly basedOn: string;
  readonly savesAnyway: boolean;
}

export type ChangeTermsOutcome =
  | ConceptObjection
  /** The rules that have a new revision by it. */
  | { readonly kind: 'saved'; readonly rules: readonly string[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'gone' }
  /** Somebody else changed it meanwhile: its terms now. */
  | { readonly kind: 'conflict'; readonly current: readonly string[] };

/** Adds terms to a concept and takes terms out of it; each rule that uses it gets a new revision. */
export const changeTerms = (
  { store }: { readonly store: LockedRulesStore },
  deed: Deed,
  { name, basedOn, savesAnyway, ...edit }: WantedTerms,
): Promise<ChangeTermsOutcome> =>
  store.changeRules(async (rules) => {
    const before = await rules.read();
    const terms = Object.hasOwn(before.concepts, name) ? before.concepts[name] : undefined;
    if (terms === undefined) return { kind: 'gone' };
    if (conceptVersion(terms) !== basedOn) return { kind: 'conflict', current: terms };
    const wanted = editedTerms(terms, edit);
    if (conceptVersion(wanted) === basedOn) return { kind: 'unchanged' };
    const concepts = { ...before.concepts, [name]: wanted };
    const objection = await objectionToTerms(rules, deed, before, { name, concepts, savesAnyway });
    if (objection !== null) return objection;
    await rules.replace({ rules: before.rules, concepts }, deed);
    const added = wanted.filter((term) => !terms.includes(term));
    const removed = terms.filter((term) => !wanted.includes(term));
    const revised = revisedRules(before, concepts);
    await rules.record(
      audited(deed, {
        ...{ action: 'concept.changed', subject: { kind: 'concept', id: name } },
        ...{ before: { removed }, after: { added, rules: revised } },
      }),
    );
    return { kind: 'saved', rules: revised };
  });
