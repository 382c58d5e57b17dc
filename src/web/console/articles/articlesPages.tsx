import { Hono } from 'hono';
import { mended, mendsOf } from '../../../domain/rules/language/mends.ts';
import { findingsOfQuery } from '../../../domain/rules/language/parser.ts';
import type { Concepts, RuleRevision } from '../../../domain/rules/rule.ts';
import type { SubscriptionVerdict } from '../../../pipeline/history/explainDelivery.ts';
import { explainRead, type ReadText, readStored } from '../../../pipeline/history/explainQuery.ts';
import type { SearchEvent, SearchHit } from '../../../pipeline/history/searchArticles.ts';
import type { SearchRequest } from '../../../pipeline/history/searchRequest.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ConsoleStore } from '../../../ports/consoleStore.ts';
import type { NamedRule } from '../../../ports/deskReadings.ts';
import type { ArticleViews } from '../../../ports/wholeArticle.ts';
import type { SignedIn } from '../../access/viewer.ts';
import { ArticlePage } from './articlePage.tsx';
import { ArticleSearchPage, type SearchAnswer } from './articleSearchPage.tsx';
import { ChangedArticles } from './changedArticles.tsx';
import { type PersonChoice, PersonQuestion } from './personQuestion.tsx';
import { type RuleAnswer, RuleQuestion } from './ruleQuestion.tsx';
import { readParams, type SearchParams, searchParamsOf } from './searchParams.ts';

export interface ArticlesDeps {
  readonly views: ArticleViews;
  readonly search: (request: SearchRequest, signal: AbortSignal) => AsyncIterable<SearchEvent>;
  readonly concepts: () => Promise<Concepts>;
  /** Those in force, by name. */
  readonly ruleChoices: () => Promise<readonly NamedRule[]>;
  /** The revision in force; null: there is no such rule. */
  readonly ruleInForce: (ruleId: string) => Promise<RuleRevision | null>;
  /** Those who listen, by number, so many at most. */
  readonly people: (limit: number) => Promise<readonly PersonChoice[]>;
  /** Null: there is no such article. */
  readonly explain: (articleId: number, subscriberId: number) => Promise<readonly SubscriptionVerdict[] | null>;
  readonly store: Pick<ConsoleStore, 'changes' | 'folded'>;
  readonly clock: Clock;
}

const hitsAPage = 25;
const shownChanges = 50;
const mostPeople = 500;
/** Whoever waits longer looks for fewer days. */
const searchWithinMs = 10_000;

/** Search, and one article with all that became of it. */
export function articlesPages(deps: ArticlesDeps): Hono<SignedIn> {
  const { views, store, clock } = deps;
  const pages = new Hono<SignedIn>();
  pages.get('/articles', async (context) => {
    const { viewer } = context.var;
    const now = clock.now();
    if (context.req.query('changed') !== undefined) {
      const [changes, folded] = await Promise.all([store.changes(shownChanges), store.folded(shownChanges)]);
      return context.html(<ChangedArticles {...{ viewer, now, changes, folded }} />);
    }
    const params = searchParamsOf((name) => context.req.query(name));
    const [feeds, answer] = await Promise.all([
      views.feedChoices(),
      searchAnswer(deps, params, { now, timezone: viewer.person.timezone, signal: context.req.raw.signal }),
    ]);
    const status = answer.kind === 'found' ? 200 : 422;
    return context.html(<ArticleSearchPage {...{ viewer, now, params, feeds, answer }} />, status);
  });
  pages.get('/changes', (context) => context.redirect('/articles?changed=1', 301));
  pages.get('/articles/:id{[1-9][0-9]{0,14}}', async (context) => {
    const { viewer } = context.var;
    const whole = await views.article(Number(context.req.param('id')));
    if (whole === null) return context.notFound();
    const read = readStored({ ...whole.article, moves: whole.moves });
    const ruleId = context.req.query('rule') ?? '';
    const { articleId } = whole.article;
    const subscriber = context.req.query('subscriber') ?? '';
    const chosen = /^[1-9][0-9]{0,14}$/.test(subscriber) ? Number(subscriber) : null;
    const [rules, answer, people, verdicts] = await Promise.all([
      deps.ruleChoices(),
      ruleAnswer(deps, ruleId, read),
      deps.people(mostPeople),
      chosen === null ? null : deps.explain(articleId, chosen),
    ]);
    const now = clock.now();
    const asked = chosen === null ? '' : String(chosen);
    const questions = (
      <>
        <RuleQuestion {...{ viewer, articleId, subscriber: asked, rules, input: read.input, answer }} />
        <PersonQuestion {...{ viewer, now, articleId, rule: ruleId, people, chosen, verdicts }} />
      </>
    );
    return context.html(<ArticlePage {...{ viewer, now, whole, figures: read.text.figures, questions }} />);
  });
  return pages;
}

interface Asking {
  readonly now: Date;
  readonly timezone: string;
  readonly signal: AbortSignal;
}

async function searchAnswer(deps: ArticlesDeps, params: SearchParams, asking: Asking): Promise<SearchAnswer> {
  const read = readParams(params, asking);
  if (typeof read === 'string') return { kind: 'faulty', param: read };
  const { query, filters, since, until, cursor } = read;
  const concepts = await deps.concepts();
  const request = { query, concepts, filters, cursor, range: { since, until }, limit: hitsAPage, countsTotal: false };
  const hits: SearchHit[] = [];
  const signal = AbortSignal.any([asking.signal, AbortSignal.timeout(searchWithinMs)]);
  for await (const event of deps.search(request, signal)) {
    if (event.kind === 'hit') hits.push(event.hit);
    if (event.kind === 'refused') {
      const { findings } = event;
      const mends = findings.flatMap((finding) =>
        mendsOf(params.q, finding, (text) => findingsOfQuery(text, { concepts })),
      );
      return { kind: 'refused', findings, mends: mends.map((mend) => mended(params.q, mend)) };
    }
    if (event.kind === 'end')
      return { kind: 'found', hits, next: event.next, isCut: event.isCut, reached: event.reached };
  }
  return { kind: 'found', hits, next: null, isCut: true, reached: null };
}

async function ruleAnswer(deps: ArticlesDeps, ruleId: string, read: ReadText): Promise<RuleAnswer | null> {
  const revision = ruleId === '' ? null : await deps.ruleInForce(ruleId);
  if (revision === null) return null;
  const rule = { ruleId, name: revision.name };
  const answer = explainRead(revision, read);
  if (answer.kind === 'refused') return { kind: 'refused', rule, message: answer.message };
  return { kind: 'explained', rule, clause: answer.clause };
}
