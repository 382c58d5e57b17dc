import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { dayMs } from '../../domain/basics/time.ts';
import type { ExplainedClause } from '../../domain/rules/matcher/explain.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import { type ExplainedSubject, type ExplainStore, explainQuery } from '../../pipeline/history/explainQuery.ts';
import { type PreviewHit, previewQuery } from '../../pipeline/history/previewQuery.ts';
import { type SearchHit, searchArticles } from '../../pipeline/history/searchArticles.ts';
import type { SearchStore } from '../../pipeline/history/searchStore.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import type { Clock } from '../../ports/clock.ts';
import { answer, refusal, refusedQuery } from './mcpAnswer.ts';
import { bounds, cursor, days, found, limit, query, quoted, shortened, text, untrusted } from './mcpShapes.ts';
import { queryGrammar } from './queryHelp.ts';

export interface ArticleToolsDeps {
  readonly views: Pick<ApiViews, 'rule'>;
  readonly search: SearchStore;
  readonly explainStore: ExplainStore;
  readonly concepts: () => Promise<Concepts>;
  readonly clock: Clock;
}

const readOnly = { readOnlyHint: true, openWorldHint: false } as const;

/** A call gives up after so long, and says how far it came. */
const withinMs = 20_000;

export function addArticleTools(server: McpServer, deps: ArticleToolsDeps): void {
  addSearch(server, deps);
  addPreview(server, deps);
  addExplanation(server, deps);
}

const hitShape = found.extend({
  story: z.object({ id: z.number(), title: z.string() }).nullable().describe('Pass the id to get_story_ledger.'),
  rules: z.array(z.string()).describe('Ids of the watch rules that matched it.'),
});

const searchArticlesTool = {
  title: 'Search news articles',
  description: `Searches the news articles that this Tocsin server has collected, newest first. Use it to find what was reported, by whom and when.\n\n${queryGrammar}\n\nExample: {"query": "Almaty AND (riot OR protest)", "days": 7}. ${untrusted}`,
  inputSchema: z.object({
    ...{ query, days, cursor },
    outlet: text(200).optional().describe('Only of this outlet: a domain (reuters.com) or a name.'),
    language: text(10).optional().describe('Only articles in it: en, ru, kk.'),
    limit: limit(50, 10),
  }),
  outputSchema: z.object({
    articles: z.array(hitShape),
    total: z.string().nullable().describe('How many match in all: a number, or "more than" one. null on later pages.'),
    next: z.string().nullable().describe('Pass it as cursor for the next page; null: there is none.'),
    notice: z.string(),
  }),
  annotations: readOnly,
};

function addSearch(server: McpServer, { search, concepts, clock }: ArticleToolsDeps): void {
  server.registerTool('search_articles', searchArticlesTool, async (wanted, { signal }) => {
    const until = clock.now();
    const request = {
      ...{ query: wanted.query, concepts: await concepts(), cursor: wanted.cursor ?? null, limit: wanted.limit },
      range: { since: new Date(until.getTime() - wanted.days * dayMs), until },
      filters: {
        feedIds: [],
        outlet: wanted.outlet ?? null,
        lang: wanted.language ?? null,
        storyId: null,
        ruleId: null,
      },
      countsTotal: true,
    };
    const hits: SearchHit[] = [];
    let [total, next]: [string | null, string | null] = [null, null];
    for await (const event of searchArticles(search, request, inTime(signal))) {
      if (event.kind === 'refused') return refusedQuery(wanted.query, event.findings);
      if (event.kind === 'hit') hits.push(event.hit);
      if (event.kind !== 'end') continue;
      next = event.next;
      total = event.total === null ? null : `${event.total.isExact ? '' : 'more than '}${event.total.count}`;
    }
    const articles = hits.map(({ story, rules, ...hit }) => ({
      ...foundOf(hit),
      story: story === null ? null : { id: story.id, title: shortened(story.title, bounds.title) },
      rules: rules.map(({ ruleId }) => ruleId),
    }));
    return answer({ articles, total, next, notice: untrusted }, [
      articles.length === 0
        ? `No article of the last ${wanted.days} days matches. Try other words, OR, or more days.`
        : `${articles.length} articles, newest first; ${total ?? 'some'} in all. ${untrusted}`,
      ...articles.map(lineOf),
      ...(next === null ? [] : [`More: cursor ${next}`]),
    ]);
  });
}

const previewRuleTool = {
  title: 'Preview a watch rule',
  description: `Shows what a query would catch as a watch rule, over the stored articles: how many a day, and examples. With rule_id it compares with that rule as it is: what the query would gain and lose. Saves nothing.\n\n${queryGrammar}\n\nExample: {"query": "Almaty AND riot", "rule_id": "unrest", "days": 14}. ${untrusted}`,
  inputSchema: z.object({
    ...{ query, days },
    rule_id: text(200).optional().describe('A rule to compare with; ids are in list_rules.'),
    examples: limit(20, 5).describe('How many articles to show of each kind.'),
  }),
  outputSchema: z.object({
    articlesInRange: z.number(),
    caught: z.number(),
    caughtBySavedRule: z.number().nullable(),
    gained: z.number(),
    lost: z.number(),
    byDay: z.array(z.object({ day: z.string(), articles: z.number(), caught: z.number() })),
    examples: z.array(found.extend({ change: z.enum(['kept', 'gained', 'lost']) })),
    isWhole: z.boolean().describe('false: it took too long; the counts reach back to `reached` only.'),
    reached: z.string().nullable(),
    notice: z.string(),
  }),
  annotations: readOnly,
};

function addPreview(server: McpServer, { search, concepts, views, clock }: ArticleToolsDeps): void {
  server.registerTool('preview_rule', previewRuleTool, async (wanted, { signal }) => {
    const until = clock.now();
    const saved = wanted.rule_id === undefined ? null : await views.rule(wanted.rule_id, until);
    if (wanted.rule_id !== undefined && saved === null)
      return refusal(`There is no rule ${wanted.rule_id}; list_rules has them all.`);
    const all = await concepts();
    const request = {
      range: { since: new Date(until.getTime() - wanted.days * dayMs), until },
      saved: saved === null ? null : { query: saved.query, concepts: all },
      candidate: { query: wanted.query, concepts: all },
      ...{ mostHits: wanted.examples, countsClauses: false },
    };
    const hits: PreviewHit[] = [];
    let [counts, reached, isWhole] = [noCounts, null as string | null, false];
    for await (const event of previewQuery(search, request, inTime(signal))) {
      if (event.kind === 'refused') return refusedQuery(wanted.query, event.findings);
      if (event.kind === 'hit') hits.push(event.hit);
      if (event.kind === 'counts')
        [counts, reached, isWhole] = [event.counts, event.reached.toISOString(), event.isWhole];
    }
    const examples = hits.map((hit) => ({ ...foundOf(hit), change: hit.change }));
    const of =
      saved === null
        ? ''
        : ` The rule ${saved.id} catches ${counts.saved}: ${counts.gained} gained, ${counts.lost} lost.`;
    return answer(
      {
        ...{ articlesInRange: counts.articles, caught: counts.candidate, gained: counts.gained, lost: counts.lost },
        caughtBySavedRule: saved === null ? null : counts.saved,
        byDay: counts.days.map(({ day, articles, candidate }) => ({ day, articles, caught: candidate })),
        ...{ examples, isWhole, reached, notice: untrusted },
      },
      [
        `${counts.candidate} of ${counts.articles} articles in ${wanted.days} days.${of}${isWhole ? '' : ' It took too long: the counts are not whole.'}`,
        ...examples.map((example) => `${example.change}: ${lineOf(example)}`),
      ],
    );
  });
}

interface Counts {
  readonly articles: number;
  readonly saved: number;
  readonly candidate: number;
  readonly gained: number;
  readonly lost: number;
  readonly days: readonly { readonly day: string; readonly articles: number; readonly candidate: number }[];
}

const noCounts: Counts = { articles: 0, saved: 0, candidate: 0, gained: 0, lost: 0, days: [] };

const clauseShape = z.object({
  clause: z.string(),
  holds: z.boolean(),
  missedBy: z.string().nullable().describe('Why it does not hold, by what comes nearest.'),
  depth: z.number().describe('0 is the whole query; its clauses follow it with 1, theirs with 2 …'),
});

const mostClauses = 100;

const explainMatchTool = {
  title: 'Explain why a query matches an article, or why not',
  description: `Says clause by clause whether a query, or a watch rule, matches one article, and what it missed by. Name the query or the rule, and the article: by its id, by its address, or as pasted text. Example: {"rule_id": "unrest", "article_id": 1234} or {"query": "Almaty AND riot", "text": {"title": "Calm returns", "body": "…"}}. Nothing is fetched from the web. ${untrusted}`,
  inputSchema: z.object({
    query: query.optional(),
    rule_id: text(200).optional().describe('Instead of query: a rule from list_rules.'),
    article_id: z.number().int().positive().optional().describe('From search_articles.'),
    url: text(2000).optional().describe('The address of a stored article.'),
    text: z
      .object({ title: text(1000), body: text(50_000).default('') })
      .optional()
      .describe('A text that is not stored.'),
  }),
  outputSchema: z.object({
    matches: z.boolean(),
    title: z.string().describe('Untrusted text.'),
    clauses: z.array(clauseShape),
    notice: z.string(),
  }),
  annotations: readOnly,
};

function addExplanation(server: McpServer, { explainStore, concepts, views, clock }: ArticleToolsDeps): void {
  server.registerTool('explain_match', explainMatchTool, async (wanted) => {
    const now = clock.now();
    const asked = await queryOf(views, wanted, now);
    if (asked === null) return refusal('Give query, or rule_id of a rule that is in list_rules; one of them.');
    const subject = subjectOf(wanted);
    if (subject === null) return refusal('Give article_id, url or text; one of them.');
    const outcome = await explainQuery(explainStore, { query: asked, concepts: await concepts(), subject, now });
    if (outcome.kind === 'refused') return refusedQuery(asked, outcome.findings);
    if (outcome.kind === 'no-article')
      return refusal('There is no such article here. search_articles finds those that are.');
    const clauses = flat(outcome.clause, 0).slice(0, mostClauses);
    const { holds: matches } = outcome.clause;
    return answer({ matches, title: shortened(outcome.text.title, bounds.title), clauses, notice: untrusted }, [
      `${matches ? 'It matches' : 'It does not match'}: ${quoted(outcome.text.title, bounds.title)}`,
      ...clauses.map(
        ({ clause, holds, missedBy, depth }) =>
          `${'  '.repeat(depth)}${holds ? 'holds' : 'fails'}: ${clause}${missedBy === null ? '' : ` (${missedBy})`}`,
      ),
    ]);
  });
}

async function queryOf(
  views: ArticleToolsDeps['views'],
  { query: given, rule_id }: { readonly query?: string | undefined; readonly rule_id?: string | undefined },
  now: Date,
): Promise<string | null> {
  if (given !== undefined) return rule_id === undefined ? given : null;
  return rule_id === undefined ? null : ((await views.rule(rule_id, now))?.query ?? null);
}

interface NamedSubject {
  readonly article_id?: number | undefined;
  readonly url?: string | undefined;
  readonly text?: { readonly title: string; readonly body: string } | undefined;
}

function subjectOf({ article_id, url, text }: NamedSubject): ExplainedSubject | null {
  const given: ExplainedSubject[] = [];
  if (article_id !== undefined) given.push({ kind: 'article', articleId: article_id });
  if (url !== undefined) given.push({ kind: 'link', url });
  if (text !== undefined) given.push({ kind: 'text', ...text, lang: null });
  return given.length === 1 ? (given[0] ?? null) : null;
}

const flat = (
  { clause, holds, miss, clauses }: ExplainedClause,
  depth: number,
): readonly z.infer<typeof clauseShape>[] => [
  { clause: shortened(clause, bounds.query), holds, missedBy: miss, depth },
  ...clauses.flatMap((each) => flat(each, depth + 1)),
];

const inTime = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);

const foundOf = ({ article, title, excerpts, figures }: Omit<SearchHit, 'story' | 'rules'>): z.infer<typeof found> => ({
  articleId: article.articleId,
  title: shortened(title.text, bounds.title),
  ...{ outlet: article.outlet.name, language: article.lang, link: article.link },
  publishedAt: article.publishedAt?.toISOString() ?? null,
  excerpts: excerpts.map(({ text }) => shortened(text, bounds.excerpt)),
  figures: figures.slice(0, 10).map(({ kind, min }) => ({ kind, min })),
});

const lineOf = ({ articleId, title, outlet, publishedAt }: z.infer<typeof found>): string =>
  `[${articleId}] ${publishedAt ?? 'undated'} ${quoted(outlet, 100)}: ${quoted(title, bounds.title)}`;
