import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type RouteConfig, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { dayMs } from '../../domain/basics/time.ts';
import { webUrl } from '../../domain/basics/webUrl.ts';
import type { ListedPerson } from '../../domain/people/listedPerson.ts';
import { type SearchHit, searchArticles } from '../../pipeline/history/searchArticles.ts';
import type { SearchStore } from '../../pipeline/history/searchStore.ts';
import type { ApiViews, RuleInForce } from '../../ports/apiViews.ts';
import type { Clock } from '../../ports/clock.ts';
import { type ApiEnv, mayUse, scopeMissing } from './apiCaller.ts';
import { closed, nameParameter, problemShape } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { problemResponse } from './problem.ts';

export interface RuleFeedDeps {
  readonly views: Pick<ApiViews, 'rule'>;
  readonly search: SearchStore;
  readonly person: (id: number) => Promise<ListedPerson | null>;
  readonly secretKey: string;
  readonly clock: Clock;
  /** Without a slash at its end. */
  readonly publicUrl: string;
}

/** Its part of the OpenAPI document. */
export const ruleFeedPath = {
  ...{ method: 'get', path: '/rules/{id}/feed.atom', operationId: 'getRuleFeed', tags: ['Rules'] },
  summary: 'What a rule matched of late, as an Atom feed',
  security: [{ token: ['read'] }],
  request: {
    params: z.object({ id: nameParameter }),
    query: z.object({
      key: z.string().optional().openapi({ description: 'For feed readers: see getRuleFeedAddress.' }),
    }),
  },
  responses: {
    200: { description: 'An Atom feed', content: { 'application/atom+xml': { schema: z.string() } } },
    401: { description: 'No token and no key', content: { 'application/problem+json': { schema: problemShape } } },
    404: { description: 'No such rule', content: { 'application/problem+json': { schema: problemShape } } },
  },
} satisfies RouteConfig;

/** Where a feed reader finds the feed of a rule. */
export const ruleFeedOperations = (
  deps: Pick<RuleFeedDeps, 'views' | 'secretKey' | 'publicUrl'>,
): readonly ApiRoute[] => [
  operation({
    ...{ id: 'getRuleFeedAddress', method: 'get', path: '/rules/{id}/feed-address', tag: 'Rules', scope: 'read' },
    summary: 'The address of the rule’s Atom feed, for a feed reader that sends no token',
    description: 'Whoever has the address can read the feed, for as long as you may sign in. It opens nothing else.',
    params: z.object({ id: nameParameter }),
    reply: closed({ url: z.string() }),
    async run({ params: { id }, caller, at }) {
      if ((await deps.views.rule(id, at)) === null) return { problem: notFound };
      const key = ruleFeedKey(deps.secretKey, caller.person.id, id);
      return { value: { url: `${deps.publicUrl}/api/v1/rules/${encodeURIComponent(id)}/feed.atom?key=${key}` } };
    },
  }),
];

const shownEntries = 50;
const shownDays = 30;

/** Feed readers send no headers: the key stands in the address. It opens this one feed, for as long as its person may sign in. */
const ruleFeedKey = (secretKey: string, personId: number, ruleId: string): string =>
  `${personId}.${createHmac('sha256', secretKey).update(`rule feed ${personId} ${ruleId}`).digest('base64url')}`;

/** Lets through who has the key of the feed in the address; all others have to be known otherwise. */
export const byFeedKey =
  (deps: RuleFeedDeps, otherwise: MiddlewareHandler<ApiEnv>): MiddlewareHandler<ApiEnv> =>
  async (context, next) => {
    const key = context.req.query('key');
    if (key === undefined) return otherwise(context, next);
    const person = await personOfKey(deps, context.req.param('id') ?? '', key);
    if (person === null) return otherwise(context, next);
    const actor = { kind: 'person', id: person.id, name: person.name } as const;
    context.set('caller', { person, actor, role: 'viewer', mayReadMetrics: false });
    return next();
  };

async function personOfKey(deps: RuleFeedDeps, ruleId: string, key: string): Promise<ListedPerson | null> {
  const id = /^([1-9]\d{0,14})\./.exec(key)?.[1];
  if (id === undefined) return null;
  const [given, wanted] = [Buffer.from(key), Buffer.from(ruleFeedKey(deps.secretKey, Number(id), ruleId))];
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return null;
  const person = await deps.person(Number(id));
  return person === null || person.disabledAt !== null ? null : person;
}

/** What a rule matched of late, as an Atom feed (RFC 4287). */
export async function answerRuleFeed(deps: RuleFeedDeps, context: Context<ApiEnv>): Promise<Response> {
  if (!mayUse(context.var.caller, 'read')) return scopeMissing('read');
  const until = deps.clock.now();
  const named = nameParameter.safeParse(context.req.param('id'));
  const rule = named.success ? await deps.views.rule(named.data, until) : null;
  if (rule === null) return problemResponse(notFound);
  const text = atomOf(rule, await newestOf(deps, rule.id, until), deps.publicUrl);
  const etag = `W/"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  if (context.req.header('if-none-match')?.includes(etag) === true) return context.body(null, 304, { ETag: etag });
  return context.body(text, 200, { 'Content-Type': 'application/atom+xml; charset=utf-8', ETag: etag });
}

async function newestOf({ search }: RuleFeedDeps, ruleId: string, until: Date): Promise<readonly SearchHit[]> {
  const request = {
    ...{ query: null, concepts: {}, cursor: null, limit: shownEntries, countsTotal: false },
    range: { since: new Date(until.getTime() - shownDays * dayMs), until },
    filters: { feedIds: [], outlet: null, lang: null, storyId: null, ruleId },
  };
  const hits: SearchHit[] = [];
  for await (const event of searchArticles(search, request, AbortSignal.timeout(10_000)))
    if (event.kind === 'hit') hits.push(event.hit);
  return hits;
}

const atomOf = (rule: RuleInForce, hits: readonly SearchHit[], publicUrl: string): string =>
  [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escaped(`${publicUrl}/api/v1/rules/${encodeURIComponent(rule.id)}/feed.atom`)}</id>`,
    `<title>${escaped(rule.name)}</title>`,
    `<subtitle>${escaped(rule.query)}</subtitle>`,
    `<updated>${(hits[0]?.article.savedAt ?? rule.changedAt).toISOString()}</updated>`,
    `<link rel="alternate" href="${escaped(`${publicUrl}/rules/${encodeURIComponent(rule.id)}`)}"/>`,
    '<generator>Tocsin</generator>',
    ...hits.map((hit) => entryOf(hit, publicUrl)),
    '</feed>',
    '',
  ].join('\n');

function entryOf({ article, title, excerpts }: SearchHit, publicUrl: string): string {
  const own = `${publicUrl}/articles/${article.articleId}`;
  const link = article.link === null ? null : webUrl(article.link);
  return [
    '<entry>',
    `<id>${escaped(own)}</id>`,
    `<title>${escaped(title.text)}</title>`,
    `<link rel="alternate" href="${escaped(link?.href ?? own)}"/>`,
    `<updated>${article.savedAt.toISOString()}</updated>`,
    ...(article.publishedAt === null ? [] : [`<published>${article.publishedAt.toISOString()}</published>`]),
    `<author><name>${escaped(article.outlet.name)}</name></author>`,
    `<summary>${escaped(excerpts.map(({ text }) => text).join(' … '))}</summary>`,
    '</entry>',
  ].join('\n');
}

/** Without what XML 1.0 §2.2 leaves out. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what has to go
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF\p{Cs}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
