import { type Actor, audited, type Deed } from '../deed.ts';
import type { DraftRules, RuleDraft } from './draftedRules.ts';
import type { LockedRulesStore } from './lockedRules.ts';
import { objectionTo, putInForce, type RuleChangeOutcome } from './ruleChange.ts';

interface Deps {
  readonly store: LockedRulesStore<DraftRules>;
}

export type ApproveDraftOutcome =
  | RuleChangeOutcome
  /** It was settled already, or never was. */
  | { readonly kind: 'gone' }
  /** Nobody approves an edit of their own. */
  | { readonly kind: 'own' };

/** Puts a draft in force. The revision names its author; the audit row whoever approved it. */
export const approveDraft = (
  { store }: Deps,
  deed: Deed,
  { draftId, savesAnyway }: { readonly draftId: number; readonly savesAnyway: boolean },
): Promise<ApproveDraftOutcome> =>
  store.changeRules(async (rules) => {
    const draft = await rules.waitingDraft(draftId);
    if (draft === null) return { kind: 'gone' };
    if (isSame(draft.author, deed.by)) return { kind: 'own' };
    const { rule, basedOn, author } = draft;
    const asAuthored = { ...deed, why: draft.why };
    const objection = await objectionTo(rules, asAuthored, { rule, basedOn, savesAnyway });
    if (objection !== null && objection.kind !== 'unchanged') return objection;
    await rules.settleDraft(draftId, 'approved', deed.at);
    if (objection !== null) return objection;
    const why = `${draft.why} (by ${author.name}, approved by ${deed.by.name})`;
    return {
      kind: 'saved',
      revision: await putInForce(rules, { ...deed, why }, rule, { action: 'rule.approved', author: author.name }),
    };
  });

export type DeclineDraftOutcome = { readonly kind: 'declined'; readonly draft: RuleDraft } | { readonly kind: 'gone' };

/** Takes a draft out of the way; its author may do so, too. */
export const declineDraft = ({ store }: Deps, deed: Deed, draftId: number): Promise<DeclineDraftOutcome> =>
  store.changeRules(async (rules) => {
    const draft = await rules.waitingDraft(draftId);
    if (draft === null) return { kind: 'gone' };
    await rules.settleDraft(draftId, 'declined', deed.at);
    const subject = { kind: 'rule', id: draft.rule.id } as const;
    await rules.record(audited(deed, { action: 'rule.declined', subject, before: { draftId, ...draft.rule } }));
    return { kind: 'declined', draft };
  });

export type DemandReviewOutcome = { readonly kind: 'set' } | { readonly kind: 'unchanged' } | { readonly kind: 'gone' };

/** Sets whether edits of a rule wait for a second person. */
export const demandReview = (
  { store }: Deps,
  deed: Deed,
  { ruleId, demands }: { readonly ruleId: string; readonly demands: boolean },
): Promise<DemandReviewOutcome> =>
  store.changeRules(async (rules) => {
    if (!(await rules.ruleIds()).includes(ruleId)) return { kind: 'gone' };
    const before = await rules.demandsReview(ruleId);
    if (before === demands) return { kind: 'unchanged' };
    await rules.setDemandsReview(ruleId, demands);
    const subject = { kind: 'rule', id: ruleId } as const;
    await rules.record(
      audited(deed, {
        action: 'rule.review-set',
        subject,
        before: { demandsReview: before },
        after: { demandsReview: demands },
      }),
    );
    return { kind: 'set' };
  });

const isSame = (one: Actor, other: Actor): boolean =>
  one.kind === other.kind && (one.id === null ? one.name === other.name : one.id === other.id);
