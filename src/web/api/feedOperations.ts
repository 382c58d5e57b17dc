import { z } from '@hono/zod-openapi';
import type { ApiViews } from '../../ports/apiViews.ts';
import { closed, instant, instantOrNull, numberParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';

export interface FeedOperationsDeps {
  readonly views: Pick<ApiViews, 'feeds' | 'feed'>;
}

const tag = 'Feeds';

const findingShape = closed({
  state: z.string(),
  since: instantOrNull,
  says: z.string(),
  advice: z.string().nullable(),
}).openapi('FeedFinding');

const feedShape = closed({
  id: z.int(),
  name: z.string(),
  url: z.string(),
  lastSucceededAt: instantOrNull,
  nextPollAt: instant,
  failures: z.int().openapi({ description: 'In a row.' }),
  lastError: z.string().nullable(),
  health: closed({
    state: z.string().openapi({ example: 'healthy' }),
    since: instantOrNull,
    says: z.string(),
    advice: z.string().nullable(),
    others: z.array(findingShape),
    days: z.array(closed({ got: z.number(), expected: z.number().nullable() })).openapi({
      description: 'Articles a UTC day, the last 14; the last is today so far.',
    }),
  }),
}).openapi('Feed');

export const feedOperations = ({ views }: FeedOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listFeeds', method: 'get', path: '/feeds', tag, scope: 'read', summary: 'The feeds, with how they are' },
    query: z.object(pageQuery),
    reply: pageOf(feedShape),
    async run({ query, at }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const feeds = await views.feeds({ after: after.place?.[0] ?? null, limit: limit + 1 }, at);
      return { value: pageFrom(feeds, limit, ({ id }) => [id]) };
    },
  }),
  operation({
    ...{ id: 'getFeed', method: 'get', path: '/feeds/{id}', tag, scope: 'read', summary: 'A feed, with how it is' },
    params: z.object({ id: numberParameter }),
    reply: feedShape,
    async run({ params, at }) {
      const feed = await views.feed(params.id, at);
      return feed === null ? { problem: notFound } : { value: feed };
    },
  }),
];
