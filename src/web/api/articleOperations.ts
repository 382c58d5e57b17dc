import { z } from '@hono/zod-openapi';
import { dayMs } from '../../domain/basics/time.ts';
import { figureKinds } from '../../domain/figures/figure.ts';
import type { QueryFinding } from '../../domain/rules/language/finding.ts';
import type { ExplainedClause } from '../../domain/rules/matcher/explain.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import { type ExplainStore, explainQuery } from '../../pipeline/history/explainQuery.ts';
import { previewQuery, type QueryPreviewEvent } from '../../pipeline/history/previewQuery.ts';
import { type SearchHit, searchArticles } from '../../pipeline/history/searchArticles.ts';
import type { SearchStore } from '../../pipeline/history/searchStore.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import type { ArticleViews } from '../../ports/wholeArticle.ts';
import {
  closed,
  instant,
  instantOrNull,
  instantParameter,
  nameParameter,
  numberParameter,
  orNull,
} from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { limitOf, pageQuery } from './paging.ts';
import type { Problem } from './problem.ts';

export interface ArticleOperationsDeps {
  readonly views: Pick<ApiViews, 'rule'>;
  readonly articles: Pick<ArticleViews, 'article'>;
  readonly search: SearchStore;
  readonly explainStore: ExplainStore;
  readonly concepts: () => Promise<Concepts>;
}

const tag = 'Articles';
const usualDays = 30;
const mostDays = 366;
/** Whoever waits longer asks for fewer days; the page goes on from where it came to. */
const searchWithinMs = 20_000;

const spanShape = z.array(z.union([z.string(), z.int()])).openapi({
  description: '[field, start, end] in UTF-16 code units.',
  example: ['title', 0, 4],
});

const excerptShape = closed({
  text: z.string().openapi({ description: 'The words of the publisher. Somebody else wrote them.' }),
  highlights: z.array(z.array(z.int())),
}).openapi('Excerpt');

const hit = {
  articleId: z.int(),
  revision: z.int(),
  feedId: z.int(),
  outlet: z.string(),
  lang: z.string().nullable(),
  link: z.string().nullable(),
  publishedAt: instantOrNull,
  savedAt: instant,
  title: excerptShape,
  excerpts: z.array(excerptShape),
  spans: z.array(spanShape),
  score: z.number(),
  figures: z.array(closed({ kind: z.enum(figureKinds), min: z.number(), span: spanShape })),
};

const hitShape = closed({
  ...hit,
  story: closed({ id: z.int(), title: z.string() }).nullable(),
  rules: z.array(closed({ ruleId: z.string(), name: z.string() })),
}).openapi('ArticleHit');

const articleShape = closed({
  id: z.int(),
  revision: z.int(),
  feedId: z.int(),
  outlet: z.string(),
  lang: z.string().nullable(),
  link: z.string().nullable(),
  publishedAt: instantOrNull,
  seenAt: instant,
  revisions: z.array(closed({ revision: z.int(), savedAt: instant, title: z.string(), body: z.string() })),
  story: closed({ id: z.int(), title: z.string(), role: z.string() }).nullable(),
  copies: z.array(closed({ articleId: z.int(), outlet: z.string(), title: z.string(), link: z.string().nullable() })),
  matches: z.array(
    closed({
      ruleId: z.string(),
      ruleName: z.string(),
      ruleRevision: z.int(),
      isInForce: z.boolean(),
      articleRevision: z.int(),
      matchedAt: instant,
      spans: z.array(spanShape),
    }),
  ),
}).openapi('Article');

const countsShape = closed({
  articles: z.int(),
  saved: z.int(),
  candidate: z.int(),
  gained: z.int(),
  lost: z.int(),
  days: z.array(closed({ day: z.string(), articles: z.int(), saved: z.int(), candidate: z.int() })),
}).openapi('PreviewCounts');

const previewLine = closed({
  kind: z.enum(['hit', 'counts', 'clauses', 'end']),
  hit: orNull(closed({ ...hit, change: z.enum(['kept', 'gained', 'lost']) }).openapi('PreviewHit')).optional(),
  counts: orNull(countsShape).optional(),
  clauses: z
    .array(
      closed({
        from: z.int(),
        to: z.int(),
        role: z.string(),
        matched: z.int(),
        decides: z.int().nullable(),
      }),
    )
    .optional(),
  reached: instant.optional(),
  isWhole: z.boolean().optional(),
  savedIsRefused: z.string().nullable().optional(),
}).openapi('PreviewLine');

export const articleOperations = (deps: ArticleOperationsDeps): readonly ApiRoute[] => [
  searchOperation(deps),
  articleOperation(deps),
  whyOperation(deps),
  previewOperation(deps),
];

const searchOperation = ({ search, concepts }: ArticleOperationsDeps) =>
  operation({
    ...{ id: 'searchArticles', method: 'get', path: '/articles', tag, scope: 'read' },
    summary: 'The stored articles that a query matches, newest first',
    query: z.object({
      ...pageQuery,
      query: z
        .string()
        .max(50_000)
        .optional()
        .openapi({ description: 'In the language of the rules; all where it is left out.' }),
      since: instantParameter.optional().openapi({ description: `Else of the last ${usualDays} days.` }),
      until: instantParameter.optional(),
      feed: numberParameter.optional(),
      outlet: z.string().max(300).optional().openapi({ description: 'A name or a domain.' }),
      lang: z.string().max(10).optional(),
      story: numberParameter.optional(),
      rule: nameParameter.optional(),
    }),
    reply: closed({
      items: z.array(hitShape),
      next: z.string().nullable(),
      total: closed({ count: z.int(), isExact: z.boolean() })
        .nullable()
        .openapi({ description: 'Of the first page only.' }),
      isCut: z.boolean().openapi({ description: 'It gave up before the range was through; `next` goes on.' }),
    }),
    async run({ query, at, signal }) {
      const until = query.until ?? at;
      const request = {
        ...{ query: query.query ?? null, concepts: await concepts(), cursor: query.cursor ?? null },
        range: { since: query.since ?? new Date(until.getTime() - usualDays * dayMs), until },
        filters: {
          ...{ feedIds: query.feed === undefined ? [] : [query.feed], outlet: query.outlet ?? null },
          ...{ lang: query.lang ?? null, storyId: query.story ?? null, ruleId: query.rule ?? null },
        },
        ...{ limit: limitOf(query), countsTotal: true },
      };
      const items = [];
      const within = AbortSignal.any([signal, AbortSignal.timeout(searchWithinMs)]);
      for await (const event of searchArticles(search, request, within)) {
        if (event.kind === 'refused') return { problem: refusedSearch(event.message, event.findings) };
        if (event.kind === 'hit')
          items.push({ ...shownHit(event.hit), story: event.hit.story, rules: event.hit.rules });
        if (event.kind === 'end') return { value: { items, next: event.next, total: event.total, isCut: event.isCut } };
      }
      return { problem: tookTooLong };
    },
  });

const articleOperation = ({ articles }: ArticleOperationsDeps) =>
  operation({
    ...{ id: 'getArticle', method: 'get', path: '/articles/{id}', tag, scope: 'read' },
    summary: 'An article: its revisions, its story, its copies, and the rules that matched it',
    params: z.object({ id: numberParameter }),
    reply: articleShape,
    async run({ params }) {
      const found = await articles.article(params.id);
      if (found === null) return { problem: notFound };
      const { article, ...rest } = found;
      const { articleId: id, revision, feedId, outlet, lang, link, publishedAt, seenAt } = article;
      return { value: { ...rest, id, revision, feedId, outlet: outlet.name, lang, link, publishedAt, seenAt } };
    },
  });

const clauseShape = closed({
  clause: z.string(),
  depth: z.int().openapi({ description: '0: the whole query; its clauses follow with 1, theirs with 2.' }),
  holds: z.boolean(),
  missedBy: z.string().nullable(),
  spans: z.array(spanShape),
}).openapi('ExplainedClause');

const whyOperation = ({ views, explainStore, concepts }: ArticleOperationsDeps) =>
  operation({
    ...{ id: 'explainArticle', method: 'post', path: '/articles/{id}/why', tag, scope: 'read' },
    summary: 'Why a rule or a query matches an article, or why not, clause by clause',
    params: z.object({ id: numberParameter }),
    body: z
      .strictObject({ query: z.string().optional(), rule: z.string().optional() })
      .refine(({ query, rule }) => (query === undefined) !== (rule === undefined), 'give query or rule, one of them'),
    reply: closed({ matches: z.boolean(), clauses: z.array(clauseShape) }).openapi('Explanation'),
    async run({ params: { id }, body: { query: given, rule }, at }) {
      const query = given ?? (await views.rule(rule ?? '', at))?.query;
      if (query === undefined) return { problem: noSuchRule };
      const subject = { kind: 'article', articleId: id } as const;
      const outcome = await explainQuery(explainStore, { query, concepts: await concepts(), subject, now: at });
      if (outcome.kind === 'no-article') return { problem: notFound };
      if (outcome.kind === 'refused') return { problem: refusedBody(outcome.message, outcome.findings) };
      return { value: { matches: outcome.clause.holds, clauses: flattened(outcome.clause, 0) } };
    },
  });

const previewOperation = ({ views, search, concepts }: ArticleOperationsDeps) =>
  operation({
    ...{ id: 'previewRule', method: 'post', path: '/rules/preview', tag: 'Rules', scope: 'read', isStream: true },
    summary: 'What a query would catch in the stored articles, gain and lose against a rule; saves nothing',
    description: 'JSON Lines, as they are found: hits, counts so far, what each clause does, and the end.',
    body: z.strictObject({
      query: z.string(),
      rule: z.string().optional().openapi({ description: 'To compare with.' }),
      days: z.int().min(1).max(mostDays).default(usualDays),
      hits: z.int().min(0).max(200).default(50).openapi({ description: 'Shown of each change; all are counted.' }),
    }),
    reply: previewLine,
    async run({ body, at, signal }) {
      const saved = body.rule === undefined ? null : await views.rule(body.rule, at);
      if (body.rule !== undefined && saved === null) return { problem: noSuchRule };
      const all = await concepts();
      const request = {
        range: { since: new Date(at.getTime() - body.days * dayMs), until: at },
        saved: saved === null ? null : { query: saved.query, concepts: all },
        candidate: { query: body.query, concepts: all },
        ...{ mostHits: body.hits, countsClauses: true },
      };
      const events = previewQuery(search, request, signal);
      const first = await events.next();
      if (first.done !== true && first.value.kind === 'refused')
        return { problem: refusedBody(first.value.message, first.value.findings) };
      return { lines: linesOf(first, events) };
    },
  });

async function* linesOf(first: IteratorResult<QueryPreviewEvent>, rest: AsyncGenerator<QueryPreviewEvent>) {
  try {
    if (first.done !== true) yield lineOf(first.value);
    for await (const event of rest) yield lineOf(event);
  } finally {
    await rest.return(undefined);
  }
}

function lineOf(event: QueryPreviewEvent): z.input<typeof previewLine> {
  switch (event.kind) {
    case 'hit':
      return { kind: 'hit', hit: { ...shownHit(event.hit), change: event.hit.change } };
    case 'counts':
      return { kind: 'counts', counts: countsOf(event.counts), reached: event.reached, isWhole: event.isWhole };
    case 'clauses':
      return {
        kind: 'clauses',
        clauses: event.clauses.map(({ at, ...clause }) => ({ ...clause, from: at.from, to: at.to })),
      };
    case 'end':
      return { kind: 'end', counts: countsOf(event.counts), savedIsRefused: event.savedIsRefused };
    case 'refused':
      throw new Error('a preview was refused after it had begun');
  }
}

type Counts = Extract<QueryPreviewEvent, { kind: 'end' }>['counts'];

const countsOf = ({ days, ...counts }: Counts) => ({ ...counts, days: [...days] });

const shownHit = ({ article, title, excerpts, spans, score, figures }: Omit<SearchHit, 'story' | 'rules'>) => ({
  ...{ ...article, outlet: article.outlet.name, score },
  title: shownExcerpt(title),
  excerpts: excerpts.map(shownExcerpt),
  spans: spans.map((span) => [...span]),
  figures: figures.map(({ kind, min, span }) => ({ kind, min, span: [...span] })),
});

const shownExcerpt = ({ text, highlights }: SearchHit['title']) => ({
  text,
  highlights: highlights.map((each) => [...each]),
});

const flattened = (
  { clause, holds, miss, spans, clauses }: ExplainedClause,
  depth: number,
): readonly z.input<typeof clauseShape>[] => [
  { clause, depth, holds, missedBy: miss, spans: spans.map((span) => [...span]) },
  ...clauses.flatMap((each) => flattened(each, depth + 1)),
];

const faultsOf = (
  message: string,
  findings: readonly QueryFinding[],
  place: { pointer: string } | { parameter: string },
) =>
  findings.length === 0
    ? [{ ...place, detail: message }]
    : findings.map(({ column, message: says, suggestion }) => ({
        ...place,
        detail: `column ${column}: ${says}${suggestion === null ? '' : `; did you mean ${suggestion}?`}`,
      }));

/** Without findings it is the cursor that cannot be read. */
const refusedSearch = (message: string, findings: readonly QueryFinding[]): Problem => ({
  ...{ kind: 'malformed-request', detail: message },
  errors: faultsOf(message, findings, { parameter: findings.length === 0 ? 'cursor' : 'query' }),
});

const refusedBody = (message: string, findings: readonly QueryFinding[]): Problem => ({
  ...{ kind: 'invalid', detail: message },
  errors: faultsOf(message, findings, { pointer: '/query' }),
});

const noSuchRule: Problem = {
  kind: 'invalid',
  detail: 'There is no such rule in force.',
  errors: [{ pointer: '/rule', detail: 'There is no such rule in force.' }],
};

const tookTooLong: Problem = {
  kind: 'not-available',
  detail: 'The search took too long. Ask for fewer days, or add a word that narrows it.',
};
