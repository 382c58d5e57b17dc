import { conceptVersion, isConceptName, renamedConcept, rulesUsing } from '../../domain/rules/conceptEdit.ts';
import { audited, type Deed } from '../deed.ts';
import type { LockedRulesStore } from '../rules/lockedRules.ts';

export interface WantedName {
  readonly name: string;
  readonly newName: string;
  /** The version of its terms that the editor saw. */
  readonly basedOn: string;
}

export type RenameConceptOutcome =
  | { readonly kind: 'renamed'; readonly rules: readonly string[] }
  | { readonly kind: 'unchanged' | 'gone' | 'wrong name' | 'taken' | 'no reason' }
  | { readonly kind: 'conflict'; readonly current: readonly string[] };

/** Gives a concept another name, in every query and every concept that names it. What the rules catch stays the same. */
export const renameConcept = (
  { store }: { readonly store: LockedRulesStore },
  deed: Deed,
  { name, newName, basedOn }: WantedName,
): Promise<RenameConceptOutcome> =>
  store.changeRules(async (rules) => {
    const before = await rules.read();
    const terms = Object.hasOwn(before.concepts, name) ? before.concepts[name] : undefined;
    if (terms === undefined) return { kind: 'gone' };
    if (newName === name) return { kind: 'unchanged' };
    if (!isConceptName(newName)) return { kind: 'wrong name' };
    if (Object.hasOwn(before.concepts, newName)) return { kind: 'taken' };
    if (conceptVersion(terms) !== basedOn) return { kind: 'conflict', current: terms };
    if (deed.why === '') return { kind: 'no reason' };
    const after = renamedConcept(before, name, newName);
    await rules.replace(after, deed);
    const revised = rulesUsing(newName, after).map(({ id }) => id);
    const subject = { kind: 'concept', id: newName } as const;
    await rules.record(
      audited(deed, { action: 'concept.renamed', subject, before: { name }, after: { name: newName, rules: revised } }),
    );
    return { kind: 'renamed', rules: revised };
  });
