import { Hono } from 'hono';
import { mended } from '../../../domain/rules/language/mends.ts';
import type { ConsoleContext, SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { mendsOfField } from './queryFindings.tsx';
import { ruleActions } from './ruleActions.tsx';
import { emptyFields, fieldsOf, type RuleFields, textIn } from './ruleForm.ts';
import { RuleListPage } from './ruleListPage.tsx';
import { RuleResults } from './ruleResults.tsx';
import { type RulesPagesDeps, type Shown, savedFields } from './rulesDeps.ts';
import { LiveParts, RuleWorkbench } from './ruleWorkbench.tsx';
import { type WorkbenchDeps, workbenchOf } from './workbenchParts.ts';
import { tabNamed } from './workbenchView.ts';

const rulesAPage = 50;
const shownNotices = 20;
const longestSearch = 200;

/** The pages of rules: the list, and a workbench for each of them. */
export function rulesPages(deps: RulesPagesDeps): Hono<SignedIn> {
  const pages = new Hono<SignedIn>();
  const { board, clock } = deps;
  pages.get('/rules', async (context) => {
    const { q, after = null } = context.req.query();
    const [now, search] = [clock.now(), enteredText(q).slice(0, longestSearch)];
    const [found, notices, differs] = await Promise.all([
      board.lines({ search, after, limit: rulesAPage, now }),
      deps.notices(shownNotices),
      deps.differsFromFile(),
    ]);
    return context.html(<RuleListPage viewer={context.var.viewer} {...{ now, search, notices, differs, ...found }} />);
  });
  pages.get('/rules/new', (context) => {
    const { query, name } = context.req.query();
    const fields = { ...emptyFields, query: enteredText(query), name: enteredText(name) };
    return show(deps, context, { detail: null, fields });
  });
  pages.get('/rules/:id', async (context) => {
    const detail = await board.detail(context.req.param('id'), clock.now());
    if (detail === null) return context.notFound();
    const { query } = context.req.query();
    const saved = savedFields(detail);
    return show(deps, context, {
      detail,
      fields: query === undefined ? saved : { ...saved, query: enteredText(query) },
    });
  });
  pages.post('/rules/:id/preview', async (context) => {
    const id = context.req.param('id');
    const body = await context.req.parseBody();
    const detail = id === 'new' ? null : await board.detail(id, clock.now());
    if (id !== 'new' && detail === null) return context.notFound();
    const fields = await withMend(deps, fieldsOf(body), textIn(body, 'mend'));
    const wanted = { detail, fields, asked: textIn(body, 'asked'), tab: tabNamed(textIn(body, 'tab')) };
    return textIn(body, 'live') === 'yes' ? showLive(deps, context, wanted) : show(deps, context, wanted);
  });
  pages.route(
    '/',
    ruleActions(deps, (context, wanted, status) => show(deps, context, wanted, status)),
  );
  return pages;
}

async function viewFor(deps: WorkbenchDeps, context: ConsoleContext, wanted: Shown) {
  const { before, tab } = context.req.query();
  return workbenchOf(deps, {
    ...{ viewer: context.var.viewer, tab: tabNamed(tab), asked: '', signal: context.req.raw.signal },
    before: /^[1-9]\d{0,8}$/.test(before ?? '') ? Number(before) : null,
    ...wanted,
  });
}

async function show(deps: WorkbenchDeps, context: ConsoleContext, wanted: Shown, status: 200 | 409 | 422 = 200) {
  return context.html(<RuleWorkbench {...(await viewFor(deps, context, wanted))} />, status);
}

/** What changes while somebody types: the results, the clauses, the findings. A request that is stale is aborted by its page. */
async function showLive(deps: WorkbenchDeps, context: ConsoleContext, wanted: Shown) {
  const view = await viewFor(deps, context, wanted);
  return context.html(
    <>
      <LiveParts {...view} />
      <RuleResults {...view} />
    </>,
  );
}

/** `mend`: the button of a finding, as field and number. */
async function withMend({ board }: WorkbenchDeps, fields: RuleFields, mend: string): Promise<RuleFields> {
  const [, field, place] = /^(query|when) (\d{1,3})$/.exec(mend) ?? [];
  if (field !== 'query' && field !== 'when') return fields;
  const change = mendsOfField(field, fields[field], await board.concepts())[Number(place)];
  return change === undefined ? fields : { ...fields, [field]: mended(fields[field], change) };
}
