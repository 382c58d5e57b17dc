import type { RuleRevision } from './rule.ts';
import type { RuleDefinition } from './ruleDefinition.ts';

/** A change of rules: who made it, when and why. */
export interface RuleSetMade {
  readonly set: number;
  readonly at: Date;
  readonly by: string;
  readonly why: string;
}

/** `ended`: the rule was taken out, and this was its revision. */
export type RevisionState = 'in force' | 'replaced' | 'ended';

/** A revision as the store keeps it for good. */
export interface KeptRevision extends RuleRevision {
  readonly blindBelow: number | null;
  readonly since: RuleSetMade;
  /** Null while it is in force. */
  readonly until: RuleSetMade | null;
  readonly state: RevisionState;
}

/** The rule as its revision had it. */
export const definitionOf = ({ ruleId, name, query, owner, alert, blindBelow }: KeptRevision): RuleDefinition => ({
  ...{ id: ruleId, name, query, owner, alert },
  ...(blindBelow === null ? {} : { blindBelow }),
});
