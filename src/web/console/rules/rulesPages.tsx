import { Hono } from 'hono';
import type { RuleDeedStore } from '../../../desk/rules/ruleDeedStore.ts';
import { mended } from '../../../domain/rules/language/mends.ts';
import type { NoticeView } from '../../../ports/consoleStore.ts';
import type { RuleDetail } from '../../../ports/ruleBoard.ts';
import type { ConsoleContext, SignedIn } from '../../access/viewer.ts';
import { previewStream, wantsStream } from './previewStream.tsx';
import { mendsOfField } from './queryFindings.tsx';
import { ruleActions } from './ruleActions.tsx';
import { emptyFields, fieldsOf, fieldsOfRule, type RuleFields, textIn } from './ruleForm.ts';
import { RuleListPage } from './ruleListPage.tsx';
import { RuleWorkbench } from './ruleWorkbench.tsx';
import { type WorkbenchDeps, type WorkbenchWanted, workbenchOf } from './workbenchParts.ts';
import { tabNamed } from './workbenchView.ts';

export interface RulesPagesDeps extends WorkbenchDeps {
  readonly store: RuleDeedStore;
  readonly notices: (limit: number) => Promise<readonly NoticeView[]>;
  /** Asks the service to match past articles. */
  readonly requestBackfill: RequestBackfill;
}

const rulesAPage = 50;
const shownNotices = 20;

/** The pages of rules: the list, and a workbench for each of them. */
export function rulesPages(deps: RulesPagesDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const { board, clock } = deps;
  pages.get('/rules', async (context) => {
    const { q: search = '', after = null } = context.req.query();
    const now = clock.now();
    const [found, notices] = await Promise.all([
      board.lines({ search, after, limit: rulesAPage, now }),
      deps.notices(shownNotices),
    ]);
    return context.html(<RuleListPage viewer={context.var.viewer} {...{ now, search, notices, ...found }} />);
  });
  pages.get('/rules/language.json', async (context) => context.json({ concepts: await board.concepts() }));
  pages.get('/rules/new', async (context) => {
    const { query = '', name = '' } = context.req.query();
    return show(deps, context, { detail: null, fields: { ...emptyFields, query, name } });
  });
  pages.get('/rules/:id', async (context) => {
    const detail = await board.detail(context.req.param('id'), clock.now());
    if (detail === null) return context.notFound();
    const { query } = context.req.query();
    const saved = savedFields(detail);
    return show(deps, context, { detail, fields: query === undefined ? saved : { ...saved, query } });
  });
  pages.post('/rules/:id/preview', async (context) => {
    const id = context.req.param('id');
    const body = await context.req.parseBody();
    const detail = id === 'new' ? null : await board.detail(id, clock.now());
    if (id !== 'new' && detail === null) return context.notFound();
    const fields = await withMend(deps, fieldsOf(body), textIn(body, 'mend'));
    if (wantsStream(context)) return previewStream(deps, context, { detail, fields, asked: textIn(body, 'asked'), tab: tabNamed(textIn(body, 'tab')) });
    return show(deps, context, { detail, fields, asked: textIn(body, 'asked'), tab: tabNamed(textIn(body, 'tab')) });
  });
  pages.route('/', ruleActions(deps, (context, wanted, status) => show(deps, context, wanted, status)));
  return pages;
}

export const savedFields = (detail: RuleDetail): RuleFields => {
  const { newest, current } = detail;
  return fieldsOfRule(definitionOf(newest), current?.revision ?? null);
};

/** `mend`: the button of a finding, as field and number. */
async function withMend({ board }: WorkbenchDeps, fields: RuleFields, mend: string): Promise<RuleFields> {
  const [, field, place] = /^(query|when) (\d{1,3})$/.exec(mend) ?? [];
  if (field !== 'query' && field !== 'when') return fields;
  const change = mendsOfField(field, fields[field], await board.concepts())[Number(place)];
  return change === undefined ? fields : { ...fields, [field]: mended(fields[field], change) };
}
