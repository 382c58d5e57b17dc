import type { RuleFault } from '../../../domain/rules/checkRule.ts';
import type { KeptRevision } from '../../../domain/rules/keptRevision.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import type { CaseResult } from '../../../domain/rules/ruleCase.ts';
import type { QueryExplanation } from '../../../pipeline/history/explainQuery.ts';
import type { RuleDetail } from '../../../ports/ruleBoard.ts';
import type { Viewer } from '../../access/viewer.ts';
import type { ForecastLine, ShownPreview } from './previewing.ts';
import type { RuleFields } from './ruleForm.ts';

export const tabs = ['catches', 'difference', 'forecast', 'why'] as const;
export type Tab = (typeof tabs)[number];

export const tabNamed = (name: string | undefined): Tab => tabs.find((tab) => tab === name) ?? 'catches';

export interface WhyNotView {
  readonly asked: string;
  /** Null: nothing is stored at the address. */
  readonly explained: Pick<Extract<QueryExplanation, { kind: 'explained' }>, 'text' | 'clause'> | null;
}

/** The workbench with what was typed. */
export interface WorkbenchView {
  readonly viewer: Viewer;
  readonly now: Date;
  /** Null: the rule is new. */
  readonly detail: RuleDetail | null;
  readonly fields: RuleFields;
  readonly faults: readonly RuleFault[];
  readonly concepts: Concepts;
  readonly cases: readonly CaseResult[];
  /** It was not saved because of its test cases. */
  readonly isHeldByCases: boolean;
  readonly history: readonly KeptRevision[];
  /** Newest first; the last is only there to be compared with. */
  readonly hasOlder: boolean;
  readonly tab: Tab;
  /** Null: the query is refused, or the tab needs none. */
  readonly preview: ShownPreview | null;
  readonly forecast: readonly ForecastLine[] | null;
  readonly whyNot: WhyNotView | null;
}

export type SavedView = WorkbenchView & { readonly detail: RuleDetail };

/** The id in addresses; a new rule has none. */
export const pathOf = ({ detail }: Pick<WorkbenchView, 'detail'>): string =>
  detail === null ? '/rules/new' : `/rules/${encodeURIComponent(detail.newest.ruleId)}`;

export const isChanged = ({ detail, fields }: Pick<WorkbenchView, 'detail' | 'fields'>): boolean =>
  fields.query !== (detail?.current?.query ?? '');
