import type { CaseText } from '../../domain/rules/ruleCase.ts';
import { audited, type Deed } from '../deed.ts';
import type { LockedRules, LockedRulesStore } from './lockedRules.ts';

export interface CaseRules extends LockedRules {
  /** Gives its number. */
  addCase(ruleId: string, wanted: WantedCase, deed: Deed): Promise<number>;
  /** What it was; null: there is none. */
  dropCase(ruleId: string, caseId: number): Promise<WantedCase | null>;
}

export interface WantedCase {
  readonly mustMatch: boolean;
  readonly text: CaseText;
}

interface Deps {
  readonly store: LockedRulesStore<CaseRules>;
}

export type AddCaseOutcome =
  | { readonly kind: 'added'; readonly caseId: number }
  | { readonly kind: 'no such rule' }
  | { readonly kind: 'too many' }
  | { readonly kind: 'empty' };

/** Every case runs at each look at an edit. */
const mostCases = 100;

const longestText = 100_000;

/** Keeps a text that the rule must match, or must not. Later edits are held against it. */
export const addCase = (
  { store }: Deps,
  deed: Deed,
  { ruleId, mustMatch, text }: WantedCase & { readonly ruleId: string },
): Promise<AddCaseOutcome> =>
  store.changeRules(async (rules) => {
    if (`${text.title}${text.body}`.trim() === '') return { kind: 'empty' };
    if (!(await rules.ruleIds()).includes(ruleId)) return { kind: 'no such rule' };
    if ((await rules.casesOf(ruleId)).length >= mostCases) return { kind: 'too many' };
    const kept = { mustMatch, text: { ...text, body: text.body.slice(0, longestText) } };
    const caseId = await rules.addCase(ruleId, kept, deed);
    const subject = { kind: 'rule', id: ruleId } as const;
    const after = { caseId, mustMatch, title: text.title };
    await rules.record(audited(deed, { action: 'rule.case-added', subject, after }));
    return { kind: 'added', caseId };
  });

export type DropCaseOutcome = { readonly kind: 'dropped' } | { readonly kind: 'gone' };

export const dropCase = (
  { store }: Deps,
  deed: Deed,
  { ruleId, caseId }: { readonly ruleId: string; readonly caseId: number },
): Promise<DropCaseOutcome> =>
  store.changeRules(async (rules) => {
    const dropped = await rules.dropCase(ruleId, caseId);
    if (dropped === null) return { kind: 'gone' };
    const before = { caseId, mustMatch: dropped.mustMatch, title: dropped.text.title };
    await rules.record(audited(deed, { action: 'rule.case-dropped', subject: { kind: 'rule', id: ruleId }, before }));
    return { kind: 'dropped' };
  });
