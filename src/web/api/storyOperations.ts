import { z } from '@hono/zod-openapi';
import { shownAsOf } from '../../domain/ledger/claim.ts';
import type { ApiViews, StoryInFull } from '../../ports/apiViews.ts';
import { closed, instant, instantOrNull, numberParameter, orNull } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';

export interface StoryOperationsDeps {
  readonly views: Pick<ApiViews, 'stories' | 'story'>;
}

const tag = 'Stories';

const boundsShape = closed({
  min: z.number(),
  max: z.number().nullable().openapi({ description: 'Null: open.' }),
}).openapi('Bounds');

const figureShape = closed({
  kind: z.string().openapi({ example: 'killed' }),
  min: z.number(),
  max: z.number().nullable(),
  attribution: z
    .string()
    .nullable()
    .openapi({ description: 'Who says so, as the article names it; null: the outlet.' }),
  outlet: z.string(),
  asOf: z.string().openapi({ description: 'A day where the article states it, else an instant.' }),
  quote: z.string().openapi({ description: 'The words of the article. Somebody else wrote them.' }),
  isComputed: z.boolean(),
  range: boundsShape,
  sources: z.int(),
  others: z.array(
    closed({
      min: z.number(),
      max: z.number().nullable(),
      attribution: z.string().nullable(),
      outlet: z.string(),
    }),
  ),
}).openapi('LedgerFigure');

const summary = {
  id: z.int(),
  title: z.string(),
  openedAt: instant,
  lastArticleAt: instant,
  mergedInto: z.int().nullable(),
  articles: z.int(),
  outlets: z.int(),
  ledger: z.array(figureShape),
};

const storySummaryShape = closed(summary).openapi('StorySummary');

const moveShape = closed({
  movedAt: instant,
  figure: z.string(),
  from: orNull(boundsShape),
  to: orNull(boundsShape),
  attribution: z.string().nullable(),
  outlet: z.string().nullable(),
  asOf: z.string().nullable(),
  quote: z.string().nullable(),
  articleId: z.int().nullable(),
  editId: z.int().nullable(),
}).openapi('LedgerMove');

const claimShape = closed({
  articleId: z.string(),
  kind: z.string(),
  min: z.number(),
  max: z.number().nullable(),
  outlet: z.string(),
  authority: z.string().openapi({ description: 'Whose word it is; empty: nobody is named.' }),
  rank: z.string(),
  attribution: z.string().nullable(),
  asOf: z.string(),
  isAbout: z.boolean(),
  isCorrection: z.boolean(),
  isDenial: z.boolean(),
  quote: z.string(),
}).openapi('Claim');

const storyShape = closed({
  ...summary,
  members: z.array(
    closed({
      articleId: z.int(),
      revision: z.int(),
      outlet: z.string(),
      title: z.string(),
      at: instant,
      role: z.string(),
      copyOf: z.int().nullable(),
    }),
  ),
  moves: z.array(moveShape),
  claims: z.array(claimShape),
  rules: z.array(z.string()),
  edits: z.array(
    closed({
      id: z.int(),
      kind: z.string(),
      storyId: z.int(),
      otherId: z.int().nullable(),
      articles: z.array(z.int()),
      by: z.string(),
      why: z.string(),
      madeAt: instant,
      appliedAt: instantOrNull,
      refused: z.string().nullable(),
    }),
  ),
}).openapi('Story');

export const storyOperations = ({ views }: StoryOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listStories', method: 'get', path: '/stories', tag, scope: 'read' },
    summary: 'The stories, the one with the newest article first',
    query: z.object(pageQuery),
    reply: pageOf(storySummaryShape),
    async run({ query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.iso.datetime(), z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const [at, id] = after.place ?? [];
      const place = at === undefined || id === undefined ? null : { at: new Date(at), id };
      const stories = await views.stories({ after: place, limit: limit + 1 });
      return { value: pageFrom(stories, limit, (story) => [story.lastArticleAt.toISOString(), story.id]) };
    },
  }),
  operation({
    ...{ id: 'getStory', method: 'get', path: '/stories/{id}', tag, scope: 'read' },
    summary: 'A story: its ledger, every claim with its quote and source, how the figures moved, its articles',
    params: z.object({ id: numberParameter }),
    reply: storyShape,
    async run({ params }) {
      const story = await views.story(params.id);
      return story === null ? { problem: notFound } : { value: { ...story, claims: claimsOf(story) } };
    },
  }),
];

const claimsOf = ({ claims }: StoryInFull) =>
  claims.map(({ authority, ...claim }) => ({
    ...claim,
    ...{ authority: authority.key, rank: authority.rank, asOf: shownAsOf(claim) },
  }));
