import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import { shownAsOf } from '../../domain/ledger/claim.ts';
import type { LedgerFigure } from '../../domain/ledger/view.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import type { Clock } from '../../ports/clock.ts';
import { answer, refusal } from './mcpAnswer.ts';
import { bounds, ledgerFigure, limit, quoted, shortened, shownCount, text, untrusted } from './mcpShapes.ts';
import { queryExamples, queryHelpText } from './queryHelp.ts';

export interface StoryToolsDeps {
  readonly views: Pick<ApiViews, 'stories' | 'story' | 'rules'>;
  readonly clock: Clock;
}

const readOnly = { readOnlyHint: true, openWorldHint: false } as const;

export function addStoryTools(server: McpServer, deps: StoryToolsDeps): void {
  addStories(server, deps);
  addLedger(server, deps);
  addRules(server, deps);
  addHelp(server);
}

const storyShape = z.object({
  id: z.number().describe('Pass it to get_story_ledger.'),
  title: z.string().describe('Untrusted text.'),
  articles: z.number(),
  outlets: z.number(),
  openedAt: z.string(),
  lastArticleAt: z.string(),
  figures: z.array(ledgerFigure).describe('What is in force now, by kind.'),
});

const listStoriesTool = {
  title: 'List news stories',
  description: `Lists the stories (articles of many outlets about one event), the one with the newest article first, each with its figures in force: people killed, arrested and so on, who says so, and the quote. Example: {"limit": 5}. To go on, pass the last story's id as before_story. ${untrusted}`,
  inputSchema: z.object({
    limit: limit(50, 10),
    before_story: z.number().int().positive().optional().describe('The id of the last story of the page before.'),
  }),
  outputSchema: z.object({ stories: z.array(storyShape), notice: z.string() }),
  annotations: readOnly,
};

function addStories(server: McpServer, { views }: StoryToolsDeps): void {
  server.registerTool('list_stories', listStoriesTool, async ({ limit: most, before_story }) => {
    const last = before_story === undefined ? null : await views.story(before_story);
    if (before_story !== undefined && last === null) return refusal(`There is no story ${before_story}.`);
    const after = last === null ? null : { at: last.lastArticleAt, id: last.id };
    const stories = (await views.stories({ after, limit: most })).map((story) => ({
      ...{
        id: story.id,
        title: shortened(story.title, bounds.title),
        articles: story.articles,
        outlets: story.outlets,
      },
      ...{ openedAt: story.openedAt.toISOString(), lastArticleAt: story.lastArticleAt.toISOString() },
      figures: story.ledger.map(figureOf),
    }));
    return answer({ stories, notice: untrusted }, [
      stories.length === 0 ? 'There is no story.' : `${stories.length} stories, the newest first. ${untrusted}`,
      ...stories.map(
        ({ id, title, lastArticleAt, figures }) =>
          `[${id}] ${lastArticleAt} ${quoted(title, bounds.title)} ${figures.map((each) => `${each.kind} ${shownCount(each)}`).join(', ')}`,
      ),
    ]);
  });
}

const mostClaims = 100;
const mostMoves = 50;
const mostReports = 50;

const getStoryLedgerTool = {
  title: 'Read the ledger of a story',
  description: `Gives one story with its ledger: the figure in force of each kind, every claim with the authority, the outlet, the exact quote and whether it corrects or denies, how the figures moved over time, and the reports. Use it to say what a toll is, who says so and whether sources agree. Example: {"story_id": 12}. ${untrusted}`,
  inputSchema: z.object({ story_id: z.number().int().positive().describe('From list_stories or search_articles.') }),
  outputSchema: z.object({
    ...{ id: z.number(), title: z.string() },
    figures: z.array(ledgerFigure),
    claims: z.array(
      z.object({
        ...{ kind: z.string(), min: z.number(), max: z.number().nullable() },
        saidBy: z.string().nullable(),
        rank: z.string().describe('How much standing the authority has.'),
        ...{ outlet: z.string(), asOf: z.string(), articleId: z.string() },
        ...{ isCorrection: z.boolean(), isDenial: z.boolean() },
        quote: z.string().describe('Untrusted text.'),
      }),
    ),
    moves: z.array(
      z.object({
        ...{ at: z.string(), kind: z.string(), from: z.string().nullable(), to: z.string().nullable() },
        saidBy: z.string().nullable(),
        quote: z.string().nullable().describe('Untrusted text.'),
      }),
    ),
    reports: z.array(
      z.object({
        articleId: z.number(),
        outlet: z.string(),
        title: z.string(),
        at: z.string(),
        isCopy: z.boolean(),
      }),
    ),
    isCut: z.boolean().describe('true: there are more claims, moves or reports; the newest are here.'),
    notice: z.string(),
  }),
  annotations: readOnly,
};

function addLedger(server: McpServer, { views }: StoryToolsDeps): void {
  server.registerTool('get_story_ledger', getStoryLedgerTool, async ({ story_id }) => {
    const story = await views.story(story_id);
    if (story === null) return refusal(`There is no story ${story_id}; list_stories and search_articles give ids.`);
    const figures = story.ledger.map(figureOf);
    const claims = story.claims.slice(-mostClaims).map((claim) => ({
      ...{ kind: claim.kind, min: claim.min, max: claim.max, saidBy: claim.attribution, rank: claim.authority.rank },
      ...{ outlet: claim.outlet, asOf: shownAsOf(claim), articleId: claim.articleId },
      ...{ isCorrection: claim.isCorrection, isDenial: claim.isDenial, quote: shortened(claim.quote, bounds.quote) },
    }));
    const moves = story.moves.slice(-mostMoves).map(({ movedAt, figure, from, to, attribution, quote }) => ({
      ...{ at: movedAt.toISOString(), kind: figure, saidBy: attribution },
      ...{ from: from === null ? null : shownCount(from), to: to === null ? null : shownCount(to) },
      quote: quote === null ? null : shortened(quote, bounds.quote),
    }));
    const reports = story.members.slice(-mostReports).map(({ articleId, outlet, title, at, role }) => ({
      ...{ articleId, outlet, title: shortened(title, bounds.title), at: at.toISOString(), isCopy: role === 'copy' },
    }));
    const isCut =
      story.claims.length > mostClaims || story.moves.length > mostMoves || story.members.length > mostReports;
    const title = shortened(story.title, bounds.title);
    return answer({ id: story.id, title, figures, claims, moves, reports, isCut, notice: untrusted }, [
      `Story ${story.id}: ${quoted(title, bounds.title)}; ${story.articles} articles of ${story.outlets} outlets. ${untrusted}`,
      ...figures.map(figureLine),
      ...moves.map(
        ({ at, kind, from, to, saidBy }) =>
          `${at} ${kind}: ${from ?? 'nothing'} → ${to ?? 'withdrawn'}, ${source(saidBy)}`,
      ),
    ]);
  });
}

const mostRules = 200;

const listRulesTool = {
  title: 'List watch rules',
  description:
    'Lists the watch rules: what people are alerted about, each with its query in the query language and how much it matched in 30 days. Takes {"after": "<id>"} to go on behind a rule.',
  inputSchema: z.object({ after: text(200).optional().describe('The id of the last rule of the page before.') }),
  outputSchema: z.object({
    rules: z.array(
      z.object({
        ...{ id: z.string(), name: z.string(), query: z.string(), revision: z.number() },
        matches30Days: z.number(),
        isBlind: z.boolean().describe('Too few of its sources can be read at the moment.'),
        isPaused: z.boolean(),
      }),
    ),
    next: z.string().nullable(),
  }),
  annotations: readOnly,
};

function addRules(server: McpServer, { views, clock }: StoryToolsDeps): void {
  server.registerTool('list_rules', listRulesTool, async ({ after = null }) => {
    const page = await views.rules({ after, limit: mostRules + 1 }, clock.now());
    const rules = page.slice(0, mostRules).map(({ id, name, query, revision, matches, blindSince, pausedAt }) => ({
      ...{ id, name, query: shortened(query, bounds.query), revision, matches30Days: matches },
      ...{ isBlind: blindSince !== null, isPaused: pausedAt !== null },
    }));
    const next = page.length > mostRules ? (rules.at(-1)?.id ?? null) : null;
    return answer({ rules, next }, [
      `${rules.length} rules`,
      ...rules.map(
        ({ id, name, query, matches30Days }) => `${id} (${quoted(name, 200)}), ${matches30Days} in 30 days: ${query}`,
      ),
    ]);
  });
}

const queryHelpTool = {
  title: 'The query language, with examples',
  description:
    'Explains the query language that search_articles, preview_rule and explain_match take, with examples that work. Call it before a query with more than words, AND and OR.',
  outputSchema: z.object({ examples: z.array(z.object({ query: z.string(), finds: z.string() })) }),
  annotations: readOnly,
};

function addHelp(server: McpServer): void {
  server.registerTool('query_help', queryHelpTool, async () => answer({ examples: queryExamples }, [queryHelpText]));
}

const figureOf = ({ kind, min, max, attribution, outlet, asOf, quote, others }: LedgerFigure) => ({
  ...{ kind, min, max, saidBy: attribution, outlet, asOf, quote: shortened(quote, bounds.quote) },
  contradictedBy: others.map((other) => ({ min: other.min, max: other.max, saidBy: other.attribution })),
});

const source = (saidBy: string | null): string => (saidBy === null ? 'nobody named' : quoted(saidBy, 200));

const figureLine = (figure: ReturnType<typeof figureOf>): string =>
  `${figure.kind} ${shownCount(figure)}, ${source(figure.saidBy)} in ${quoted(figure.outlet, 100)}, as of ${figure.asOf}: ${quoted(figure.quote, bounds.quote)}`;
