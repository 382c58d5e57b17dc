import { checkRule, type RuleFault } from '../../../domain/rules/checkRule.ts';
import type { KeptRevision } from '../../../domain/rules/keptRevision.ts';
import { parseQuery } from '../../../domain/rules/language/parser.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';
import { runCases } from '../../../domain/rules/ruleCase.ts';
import type { RuleDefinition } from '../../../domain/rules/ruleDefinition.ts';
import type { ExplainedSubject, ExplainRequest, QueryExplanation } from '../../../pipeline/history/explainQuery.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { RuleBoard, RuleDetail } from '../../../ports/ruleBoard.ts';
import type { Viewer } from '../../access/viewer.ts';
import {
  type ForecastLine,
  type PreviewQuery,
  previewLimitMs,
  previewRequest,
  shownPreview,
  within,
} from './previewing.ts';
import { type RuleFields, ruleOfFields } from './ruleForm.ts';
import type { Tab, WhyNotView, WorkbenchView } from './workbenchView.ts';

/** What the workbench reads. */
export interface WorkbenchDeps {
  readonly board: RuleBoard;
  readonly preview: PreviewQuery;
  readonly forecast: (
    wanted: { readonly rule: RuleDefinition; readonly concepts: Concepts; readonly current: KeptRevision | null },
    signal: AbortSignal,
  ) => Promise<readonly ForecastLine[]>;
  readonly explain: (request: ExplainRequest) => Promise<QueryExplanation>;
  readonly clock: Clock;
}

export interface WorkbenchWanted {
  readonly viewer: Viewer;
  readonly detail: RuleDetail | null;
  readonly fields: RuleFields;
  readonly tab: Tab;
  /** What "why not" is asked about; empty: nothing. */
  readonly asked: string;
  /** Of the history: the revisions before this one. */
  readonly before: number | null;
  /** Found when it was to be saved. */
  readonly faults?: readonly RuleFault[];
  readonly isHeldByCases?: boolean;
  readonly signal: AbortSignal;
}

const shownRevisions = 10;

/** Reads and works out all that the workbench shows. */
export async function workbenchOf(deps: WorkbenchDeps, wanted: WorkbenchWanted): Promise<WorkbenchView> {
  const { viewer, detail, fields, tab, asked, before, signal } = wanted;
  const { board, clock } = deps;
  const now = clock.now();
  const concepts = await board.concepts();
  const faults = wanted.faults ?? (fields.query === '' ? [] : faultsOf(fields, concepts));
  const isReadable = parseQuery(fields.query, { concepts }).kind === 'query';
  const current = detail?.current ?? null;
  const ruleId = detail?.newest.ruleId ?? null;
  // What is abandoned ends soon after the page has stopped waiting.
  const limited = AbortSignal.any([signal, AbortSignal.timeout(previewLimitMs)]);
  const [history, preview, forecast, whyNot] = await Promise.all([
    ruleId === null ? [] : board.history(ruleId, before, shownRevisions + 1),
    isReadable && tab !== 'why'
      ? shownPreview(deps.preview(previewRequest(fields.query, concepts, { current, now }), limited))
      : null,
    isReadable && tab === 'forecast' && detail !== null && ruleId !== null
      ? within(
          previewLimitMs,
          deps.forecast({ rule: { ...ruleOfFields(fields).rule, id: ruleId }, concepts, current }, limited),
        )
      : null,
    tab === 'why' && asked !== ''
      ? whyNotOf(deps, { query: fields.query, concepts, subject: subjectIn(asked), now }, asked)
      : null,
  ]);
  return {
    ...{ viewer, now, detail, fields, faults, concepts, tab, preview, forecast, whyNot, history },
    cases: detail === null ? [] : runCases(fields.query, concepts, detail.cases),
    isHeldByCases: wanted.isHeldByCases ?? false,
    hasOlder: history.length > shownRevisions,
  };
}

/** The reason is asked for when the rule is saved. */
function faultsOf(fields: RuleFields, concepts: Concepts): readonly RuleFault[] {
  const { rule, faults } = ruleOfFields(fields);
  const isNamed = (fault: RuleFault) => fault.field !== 'id' && fault.field !== 'name';
  return [...faults, ...checkRule(rule, concepts).filter((fault) => fields.name !== '' || isNamed(fault))];
}

/** Clause by clause; null: the query is refused. */
async function whyNotOf(
  { explain }: Pick<WorkbenchDeps, 'explain'>,
  request: ExplainRequest,
  asked: string,
): Promise<WhyNotView | null> {
  const explanation = await explain(request);
  if (explanation.kind === 'refused') return null;
  return { asked, explained: explanation.kind === 'explained' ? explanation : null };
}

const isAddress = (text: string): boolean => /^https?:\/\/\S+$/.test(text);

/** On a stored article by its address, or on any text, whose first line is the title. */
function subjectIn(asked: string): ExplainedSubject {
  const text = asked.trim();
  if (isAddress(text)) return { kind: 'link', url: text };
  const [title = '', ...body] = text.split('\n');
  return { kind: 'text', title: title.trim(), body: body.join('\n').trim(), lang: null };
}
