import { Hono } from 'hono';
import { pauseRule, resumeRule } from '../../../desk/rules/pauseRule.ts';
import { removeRule } from '../../../desk/rules/removeRule.ts';
import { restoreRule } from '../../../desk/rules/restoreRule.ts';
import { addCase, dropCase } from '../../../desk/rules/ruleCases.ts';
import { type SaveRuleOutcome, saveRule } from '../../../desk/rules/saveRule.ts';
import { approveDraft, declineDraft, demandReview } from '../../../desk/rules/settleDraft.ts';
import { parseDuration } from '../../../domain/basics/duration.ts';
import { secondsAfter } from '../../../domain/basics/time.ts';
import type { KeptRevision } from '../../../domain/rules/keptRevision.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { ConflictPage } from './conflictPage.tsx';
import { basedOnOf, fieldsOf, type RuleFields, ruleOfFields, textIn } from './ruleForm.ts';
import { type RulesPagesDeps, type Shown, savedFields } from './rulesDeps.ts';

type ShowAgain = (context: ConsoleContext, wanted: Shown, status: 409 | 422) => Promise<Response>;

/** What an editor does with rules. What is refused comes back with what was typed. */
export function ruleActions(deps: RulesPagesDeps, showAgain: ShowAgain): Hono<SignedIn> {
  const { store, board, clock } = deps;
  const actions = new Hono<SignedIn>();
  const pathOfRule = (id: string) => `/rules/${encodeURIComponent(id)}`;
  const said = (context: ConsoleContext) => context.var.viewer.words.rules;

  const saveFrom = async (context: ConsoleContext, isNew: boolean) => {
    const body = await context.req.parseBody();
    const fields = fieldsOf(body);
    const { rule, faults } = ruleOfFields(fields);
    const again = async (wanted: Partial<Shown>) => {
      const detail = isNew ? null : await board.detail(rule.id, clock.now());
      return showAgain(context, { detail, fields, ...wanted }, 422);
    };
    if (faults.length > 0) return again({ faults });
    const edit = { rule, basedOn: basedOnOf(fields), savesAnyway: textIn(body, 'savesAnyway') === 'yes' };
    const deed = deedOf(context, clock.now(), fields.why);
    const outcome = await saveRule({ store }, deed, { ...edit, asDraft: textIn(body, 'do') === 'draft' });
    return answered(context, outcome, { ...fields, id: rule.id }, again);
  };

  const answered = (
    context: ConsoleContext,
    outcome: SaveRuleOutcome,
    fields: RuleFields,
    again: (wanted: Partial<Shown>) => Promise<Response>,
  ): Response | Promise<Response> => {
    const words = said(context);
    const path = pathOfRule(fields.id);
    switch (outcome.kind) {
      case 'saved':
        return doneAt(context, path, words.done.saved(outcome.revision));
      case 'unchanged':
        return doneAt(context, path, words.done.unchanged);
      case 'drafted':
        return doneAt(context, path, words.drafts.made);
      case 'refused':
        return again({ faults: outcome.faults });
      case 'failing':
        return again({ isHeldByCases: true });
      case 'conflict':
        return conflict(context, fields, outcome.current);
    }
  };

  const conflict = (context: ConsoleContext, fields: RuleFields, current: KeptRevision | null) =>
    context.html(<ConflictPage {...{ viewer: context.var.viewer, now: clock.now(), fields, current }} />, 409);

  actions.post('/rules', (context) => saveFrom(context, true));
  actions.post('/rules/:id', (context) => saveFrom(context, false));
  actions.post('/rules/:id/pause', async (context) => {
    const [id, body, now] = [context.req.param('id'), await context.req.parseBody(), clock.now()];
    const seconds = parseDuration(textIn(body, 'for'));
    const endsAt = seconds === null ? null : secondsAfter(now, seconds);
    const { kind } = await pauseRule({ store }, deedOf(context, now, textIn(body, 'why')), { ruleId: id, endsAt });
    const { done } = said(context);
    if (kind === 'no such rule') return context.notFound();
    return doneAt(context, pathOfRule(id), { paused: done.paused, past: done.past, 'no reason': done.reason }[kind]);
  });
  actions.post('/rules/:id/resume', async (context) => {
    const id = context.req.param('id');
    const { kind } = await resumeRule({ store }, deedOf(context, clock.now()), id);
    const { done } = said(context);
    return doneAt(context, pathOfRule(id), kind === 'resumed' ? done.resumed : done.notPaused);
  });
  actions.post('/rules/:id/remove', async (context) => {
    const [id, body] = [context.req.param('id'), await context.req.parseBody()];
    const request = { ruleId: id, basedOn: basedOnOf(fieldsOf(body)) ?? 0 };
    const { kind } = await removeRule({ store }, deedOf(context, clock.now(), textIn(body, 'why')), request);
    const { done } = said(context);
    if (kind === 'removed' || kind === 'gone') return doneAt(context, '/rules', done.removed);
    return doneAt(context, pathOfRule(id), kind === 'conflict' ? done.stale : done.reason);
  });
  actions.post('/rules/:id/restore', async (context) => {
    const [id, body] = [context.req.param('id'), await context.req.parseBody()];
    const revision = Number(textIn(body, 'revision'));
    const words = said(context);
    const deed = deedOf(context, clock.now(), words.history.why(revision));
    const request = { ruleId: id, revision, basedOn: basedOnOf(fieldsOf(body)), isDryRun: false };
    const outcome = await restoreRule({ store }, deed, request);
    switch (outcome.kind) {
      case 'no such rule':
      case 'no such revision':
        return context.notFound();
      case 'refused': {
        const detail = await board.detail(id, clock.now());
        if (detail === null) return context.notFound();
        return showAgain(context, { detail, fields: savedFields(detail), faults: outcome.faults }, 422);
      }
      case 'conflict':
        return doneAt(context, pathOfRule(id), words.done.stale);
      case 'drafted':
        return doneAt(context, pathOfRule(id), words.drafts.made);
      default:
        return doneAt(context, pathOfRule(id), outcome.kind === 'in force' ? words.done.inForce : words.done.restored);
    }
  });
  actions.post('/rules/:id/cases', async (context) => {
    const [id, body] = [context.req.param('id'), await context.req.parseBody()];
    const [articleId, revision] = [Number(textIn(body, 'articleId')), Number(textIn(body, 'revision'))];
    const isNumbered = Number.isSafeInteger(articleId) && Number.isSafeInteger(revision);
    const text = isNumbered ? await board.articleText(articleId, revision) : null;
    const { cases } = said(context);
    const query = textIn(body, 'query');
    const back = `${pathOfRule(id)}?${new URLSearchParams(query === '' ? {} : { query, tab: 'difference' })}`;
    if (text === null) return doneAt(context, back, cases.gone);
    const wanted = { ruleId: id, mustMatch: textIn(body, 'must') === 'match', text };
    const { kind } = await addCase({ store }, deedOf(context, clock.now()), wanted);
    if (kind === 'no such rule') return context.notFound();
    return doneAt(context, back, kind === 'added' ? cases.added : kind === 'too many' ? cases.tooMany : cases.gone);
  });
  actions.post('/rules/:id/cases/:case{\\d{1,12}}/drop', async (context) => {
    const { id, case: caseId } = context.req.param();
    await dropCase({ store }, deedOf(context, clock.now()), { ruleId: id, caseId: Number(caseId) });
    return doneAt(context, pathOfRule(id), said(context).cases.dropped);
  });
  actions.post('/rules/:id/drafts/:draft{\\d{1,12}}/approve', async (context) => {
    const { id, draft } = context.req.param();
    const deed = deedOf(context, clock.now());
    const outcome = await approveDraft({ store }, deed, { draftId: Number(draft), savesAnyway: false });
    const { drafts, done, cases } = said(context);
    const says = () => {
      if (outcome.kind === 'saved') return drafts.approved(outcome.revision);
      if (outcome.kind === 'own' || outcome.kind === 'gone') return drafts[outcome.kind];
      if (outcome.kind === 'unchanged') return done.unchanged;
      return outcome.kind === 'failing' ? cases.failing : done.stale;
    };
    return doneAt(context, pathOfRule(id), says());
  });
  actions.post('/rules/:id/drafts/:draft{\\d{1,12}}/decline', async (context) => {
    const { id, draft } = context.req.param();
    const { kind } = await declineDraft({ store }, deedOf(context, clock.now()), Number(draft));
    return doneAt(context, pathOfRule(id), said(context).drafts[kind]);
  });
  actions.post('/rules/:id/review', async (context) => {
    const [id, body] = [context.req.param('id'), await context.req.parseBody()];
    const demands = textIn(body, 'demands') === 'yes';
    const { kind } = await demandReview({ store }, deedOf(context, clock.now()), { ruleId: id, demands });
    if (kind === 'gone') return context.notFound();
    const { drafts } = said(context);
    return doneAt(context, pathOfRule(id), demands ? drafts.demandSet : drafts.demandUnset);
  });
  return actions;
}
