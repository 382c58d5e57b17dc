import type { RuleDeedStore } from '../../../desk/rules/ruleDeedStore.ts';
import { definitionOf } from '../../../domain/rules/keptRevision.ts';
import type { NoticeView } from '../../../ports/consoleStore.ts';
import type { RuleDetail } from '../../../ports/ruleBoard.ts';
import { fieldsOfRule, type RuleFields } from './ruleForm.ts';
import type { WorkbenchDeps, WorkbenchWanted } from './workbenchParts.ts';

export interface RulesPagesDeps extends WorkbenchDeps {
  readonly store: RuleDeedStore;
  /** Whether the starter file says something else than the store. */
  readonly differsFromFile: () => Promise<boolean>;
  readonly notices: (limit: number) => Promise<readonly NoticeView[]>;
}

/** What a page of the workbench is asked to show; the rest is as in the address. */
export type Shown = Pick<WorkbenchWanted, 'detail' | 'fields'> & Partial<WorkbenchWanted>;

export const savedFields = ({ newest, current }: RuleDetail): RuleFields =>
  fieldsOfRule(definitionOf(newest), current?.revision ?? null);
