import type { KeptRevision } from '../../domain/rules/keptRevision.ts';
import type { RuleCase } from '../../domain/rules/ruleCase.ts';
import type { RuleDefinitions } from '../../domain/rules/ruleDefinition.ts';
import type { AuditEntry, Deed } from '../deed.ts';

/** The rules while nobody else changes them; what is done here is done as a whole, or not at all. */
export interface LockedRules {
  /** All rules and concepts in force. */
  read(): Promise<RuleDefinitions>;
  /** Of one rule, newest first. */
  revisions(ruleId: string): Promise<readonly KeptRevision[]>;
  /** The ids of all rules that are or were. */
  ruleIds(): Promise<readonly string[]>;
  casesOf(ruleId: string): Promise<readonly RuleCase[]>;
  /** Whether a second person must approve an edit of this rule. */
  demandsReview(ruleId: string): Promise<boolean>;
  /** Makes them the rules in force: a new revision for each one that is new or differs. */
  replace(rules: RuleDefinitions, deed: Deed): Promise<void>;
  record(entry: AuditEntry): Promise<void>;
}

export interface LockedRulesStore<T extends LockedRules = LockedRules> {
  /** Runs under the lock that all changes of the configuration take, in one transaction. */
  changeRules<R>(run: (rules: T) => Promise<R>): Promise<R>;
}

/** The revision in force of one rule, the first of its revisions. */
export const inForceOf = ([newest]: readonly KeptRevision[]): KeptRevision | null =>
  newest?.state === 'in force' ? newest : null;
