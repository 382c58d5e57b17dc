import { Hono } from 'hono';
import { type ChangeTermsOutcome, changeTerms } from '../../../desk/concepts/changeTerms.ts';
import { removeConcept } from '../../../desk/concepts/removeConcept.ts';
import { renameConcept } from '../../../desk/concepts/renameConcept.ts';
import { dayMs } from '../../../domain/basics/time.ts';
import { conceptVersion, editedTerms, termFaults, typedTerms } from '../../../domain/rules/conceptEdit.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { ConceptPlanPage } from './conceptPlanPage.tsx';
import type { ConceptsDeps } from './conceptsDeps.ts';

const previewDays = 30;
const previewWithinMs = 8000;

interface TypedEdit {
  readonly name: string;
  readonly basedOn: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly why: string;
  readonly savesAnyway: boolean;
}

type ShowAgain = (context: ConsoleContext, name: string, objection: string) => Promise<Response>;

/** What an editor does with a concept that there is. */
export function conceptActions(deps: ConceptsDeps, showAgain: ShowAgain): Hono<SignedIn> {
  const { store, clock } = deps;
  const actions = new Hono<SignedIn>();
  const pathOf = (name: string) => `/concepts/${encodeURIComponent(name)}`;
  actions.post('/concepts/:name/plan', async (context) =>
    plan(deps, context, await typedEdit(context, context.req.param('name'))),
  );
  actions.post('/concepts/:name', async (context) => {
    const edit = await typedEdit(context, context.req.param('name'));
    const { done } = context.var.viewer.words.concepts;
    const outcome = await changeTerms({ store }, deedOf(context, clock.now(), edit.why), edit);
    if (outcome.kind === 'gone') return context.notFound();
    if (outcome.kind === 'saved') return doneAt(context, pathOf(edit.name), done.saved(outcome.rules.length));
    if (outcome.kind === 'unchanged') return doneAt(context, pathOf(edit.name), done.unchanged);
    return plan(deps, context, edit, outcome);
  });
  actions.post('/concepts/:name/rename', async (context) => {
    const [name, body] = [context.req.param('name'), await context.req.parseBody()];
    const newName = enteredText(body.newName).replace(/^@/, '');
    const { done, objections } = context.var.viewer.words.concepts;
    const deed = deedOf(context, clock.now(), enteredText(body.why));
    const { kind } = await renameConcept({ store }, deed, { name, newName, basedOn: enteredText(body.basedOn) });
    if (kind === 'gone') return context.notFound();
    if (kind === 'renamed') return doneAt(context, pathOf(newName), done.renamed(newName));
    if (kind === 'unchanged') return doneAt(context, pathOf(name), done.unchanged);
    const said = { 'wrong name': objections.wrongName, taken: objections.taken, conflict: objections.changed };
    return showAgain(context, name, kind === 'no reason' ? objections.reason : said[kind]);
  });
  actions.post('/concepts/:name/remove', async (context) => {
    const [name, body] = [context.req.param('name'), await context.req.parseBody()];
    const { done, objections } = context.var.viewer.words.concepts;
    const deed = deedOf(context, clock.now(), enteredText(body.why));
    const outcome = await removeConcept({ store }, deed, { name, basedOn: enteredText(body.basedOn) });
    if (outcome.kind === 'gone') return context.notFound();
    if (outcome.kind === 'removed') return doneAt(context, '/concepts', done.removed(name));
    if (outcome.kind === 'conflict') return showAgain(context, name, objections.changed);
    if (outcome.kind !== 'used') return showAgain(context, name, objections.reason);
    const users = [...outcome.rules, ...outcome.concepts.map((concept) => `@${concept}`)];
    return showAgain(context, name, objections.used(users.join(', ')));
  });
  return actions;
}

async function typedEdit(context: ConsoleContext, name: string): Promise<TypedEdit> {
  const body = await context.req.parseBody({ all: true });
  const removed = [body.removed ?? []].flat().filter((term) => typeof term === 'string');
  return {
    ...{ name, removed, added: typedTerms(enteredText(body.added)), why: enteredText(body.why) },
    ...{ basedOn: enteredText(body.basedOn), savesAnyway: body.savesAnyway === 'yes' },
  };
}

type Refusal = Exclude<ChangeTermsOutcome, { kind: 'saved' | 'unchanged' | 'gone' }>;

/** `refusal`: what came of saving it; null: it is only looked at. */
async function plan(
  { definitions, preview, clock }: ConceptsDeps,
  context: ConsoleContext,
  edit: TypedEdit,
  refusal: Refusal | null = null,
): Promise<Response> {
  const { name, why } = edit;
  const { viewer } = context.var;
  const words = viewer.words.concepts;
  const current = await definitions();
  const terms = Object.hasOwn(current.concepts, name) ? current.concepts[name] : undefined;
  if (terms === undefined) return context.notFound();
  const now = clock.now();
  const after = editedTerms(terms, edit);
  const wanted = { ...current.concepts, [name]: after };
  const faults = termFaults(name, wanted);
  const changed = {
    added: after.filter((term) => !terms.includes(term)),
    removed: terms.filter((term) => !after.includes(term)),
  };
  const isIdle = changed.added.length + changed.removed.length === 0;
  const range = { since: new Date(now.getTime() - previewDays * dayMs), until: now };
  const signal = AbortSignal.any([context.req.raw.signal, AbortSignal.timeout(previewWithinMs)]);
  const version = conceptVersion(terms);
  const isStale = version !== edit.basedOn;
  const props = {
    ...{ viewer, now, name, why, edit: changed, basedOn: version, days: previewDays },
    preview:
      faults.length > 0 || isIdle ? null : await preview({ range, name, edit: changed, current, wanted }, signal),
    objections: [...(isStale ? [words.objections.conflict] : []), ...objectionsOf(refusal, words.objections)],
    termsFault: faults.length === 0 ? null : faults.map(({ message }) => message).join('; '),
    whyFault: refusal?.kind === 'no reason' ? words.objections.reason : null,
    isHeldByCases: refusal?.kind === 'failing',
  };
  const status = isStale ? 409 : refusal !== null || faults.length > 0 ? 422 : 200;
  return context.html(<ConceptPlanPage {...props} />, status);
}

interface Objections {
  readonly breaks: (rule: string, message: string) => string;
  readonly failing: (rule: string, title: string) => string;
}

function objectionsOf(refusal: Refusal | null, words: Objections): readonly string[] {
  if (refusal?.kind === 'breaks') return refusal.rules.map(({ name, message }) => words.breaks(name, message));
  if (refusal?.kind === 'failing')
    return refusal.cases.map(({ ruleId, result }) => words.failing(ruleId, result.case.text.title));
  return [];
}
