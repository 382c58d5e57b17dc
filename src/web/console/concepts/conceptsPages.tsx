import { Hono } from 'hono';
import { newConcept } from '../../../desk/concepts/newConcept.ts';
import { dayMs } from '../../../domain/basics/time.ts';
import { typedTerms } from '../../../domain/rules/conceptEdit.ts';
import { doneAt } from '../../access/flash.ts';
import { type ConsoleContext, deedOf, type SignedIn } from '../../access/viewer.ts';
import { enteredText } from '../enteredText.ts';
import { conceptActions } from './conceptActions.tsx';
import { ConceptListPage, type TypedConcept } from './conceptListPage.tsx';
import { ConceptPage } from './conceptPage.tsx';
import type { ConceptsDeps } from './conceptsDeps.ts';
import { termLines } from './termLines.ts';

const countedDays = 30;
const shownChanges = 20;
const waitForCountsMs = 1500;
const empty: TypedConcept = { name: '', terms: '', why: '', faults: {} };

/** The list of concepts, and a page for each of them. */
export function conceptsPages(deps: ConceptsDeps): Hono<SignedIn> {
  const { views, store, clock } = deps;
  const pages = new Hono<SignedIn>();
  const list = async (context: ConsoleContext, typed: TypedConcept, status: 200 | 422 = 200) => {
    const props = { viewer: context.var.viewer, now: clock.now(), concepts: await views.concepts(), typed };
    return context.html(<ConceptListPage {...props} />, status);
  };
  pages.get('/concepts', (context) => list(context, empty));
  pages.post('/concepts', async (context) => {
    const body = await context.req.parseBody();
    const typed = {
      name: enteredText(body.name).replace(/^@/, ''),
      terms: enteredText(body.terms),
      why: enteredText(body.why),
    };
    const words = context.var.viewer.words.concepts;
    const again = (faults: TypedConcept['faults']) => list(context, { ...typed, faults }, 422);
    const wanted = { name: typed.name, terms: typedTerms(typed.terms) };
    const outcome = await newConcept({ store }, deedOf(context, clock.now(), typed.why), wanted);
    switch (outcome.kind) {
      case 'made':
        return doneAt(context, `/concepts/${encodeURIComponent(typed.name)}`, words.done.made(typed.name));
      case 'wrong name':
        return again({ name: words.objections.wrongName });
      case 'taken':
        return again({ name: words.objections.taken });
      case 'no reason':
        return again({ why: words.objections.reason });
      case 'refused':
        return again({ terms: outcome.faults.map(({ message }) => message).join('; ') });
    }
  });
  const show = (context: ConsoleContext, name: string, objection: string | null = null) =>
    shown(deps, context, name, objection);
  pages.get('/concepts/:name', (context) => show(context, context.req.param('name')));
  pages.route('/', conceptActions(deps, show));
  return pages;
}

async function shown(
  { views, definitions, counter, clock }: ConceptsDeps,
  context: ConsoleContext,
  name: string,
  objection: string | null,
): Promise<Response> {
  const { concepts } = await definitions();
  const terms = Object.hasOwn(concepts, name) ? concepts[name] : undefined;
  if (terms === undefined) return context.notFound();
  const now = clock.now();
  const [counts, byLang, users, changes] = await Promise.all([
    counter.countsOf(terms, concepts, waitForCountsMs),
    views.articlesByLang(new Date(now.getTime() - countedDays * dayMs)),
    views.usersOf(name),
    views.changesOf(name, shownChanges),
  ]);
  const lines = termLines(name, concepts, counts, byLang);
  const props = { viewer: context.var.viewer, now, name, terms, lines, isCounting: counts.isCounting };
  return context.html(<ConceptPage {...props} {...{ users, changes, objection }} />, objection === null ? 200 : 422);
}
