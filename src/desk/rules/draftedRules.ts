import type { RuleDefinition } from '../../domain/rules/ruleDefinition.ts';
import type { Actor, Deed } from '../deed.ts';
import type { LockedRules } from './lockedRules.ts';

/** An edit that waits for the look of a second person. */
export interface RuleDraft {
  readonly id: number;
  readonly rule: RuleDefinition;
  readonly basedOn: number | null;
  readonly author: Actor;
  readonly why: string;
  readonly madeAt: Date;
}

export interface DraftRules extends LockedRules {
  /** Gives the number of the draft. */
  keepDraft(edit: Pick<RuleDraft, 'rule' | 'basedOn'>, deed: Deed): Promise<number>;
  /** Null: there is no such draft, or it does not wait any more. */
  waitingDraft(draftId: number): Promise<RuleDraft | null>;
  settleDraft(draftId: number, outcome: 'approved' | 'declined', at: Date): Promise<void>;
  setDemandsReview(ruleId: string, demands: boolean): Promise<void>;
}
