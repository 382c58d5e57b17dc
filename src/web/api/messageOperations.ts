import { z } from '@hono/zod-openapi';
import { dayMs } from '../../domain/basics/time.ts';
import { channelNames } from '../../domain/digests/channels.ts';
import type { Entry } from '../../domain/digests/entry.ts';
import { type ApiViews, deliveryStates, type MessageInFull } from '../../ports/apiViews.ts';
import { closed, instant, instantOrNull, instantParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';

export interface MessageOperationsDeps {
  readonly views: Pick<ApiViews, 'deliveries' | 'message'>;
}

const tag = 'Messages';
const usualDays = 30;

const sending = {
  subscriber: z.string(),
  channel: z.enum(channelNames),
  target: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  response: z.string().nullable().openapi({ description: 'What the receiver responded, or why it waits.' }),
  createdAt: instant,
  dueAt: instant,
  settledAt: instantOrNull,
};

const deliveryShape = closed({
  id: z.int(),
  messageId: z.uuid(),
  kind: z.enum(['alert', 'digest']),
  title: z.string(),
  entries: z.int(),
  ...sending,
}).openapi('Delivery');

const entryShape = closed({
  title: z.string(),
  excerpts: z.array(z.string()),
  link: z.string().nullable(),
  outlet: z.string(),
  publishedAt: z.string().nullable(),
  storyId: z.int().nullable(),
  reasons: z.array(closed({ ruleId: z.string(), ruleName: z.string(), ruleRevision: z.int() })),
}).openapi('Entry');

const messageShape = closed({
  id: z.uuid(),
  subscriptionId: z.int(),
  kind: z.enum(['alert', 'digest']),
  ...sending,
  entries: z.array(entryShape),
}).openapi('Message');

export const messageOperations = ({ views }: MessageOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listDeliveries', method: 'get', path: '/deliveries', tag, scope: 'read' },
    summary: 'Messages with how their sending stands, newest first',
    query: z.object({
      ...pageQuery,
      state: z.enum(deliveryStates).optional(),
      channel: z.enum(channelNames).optional(),
      since: instantParameter
        .optional()
        .openapi({ description: `Of messages made since then; ${usualDays} days ago.` }),
    }),
    reply: pageOf(deliveryShape),
    async run({ query, at: now }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.iso.datetime(), z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const [at, id] = after.place ?? [];
      const deliveries = await views.deliveries({
        after: at === undefined || id === undefined ? null : { at: new Date(at), id },
        ...{ limit: limit + 1, state: query.state ?? null, channel: query.channel ?? null },
        since: query.since ?? new Date(now.getTime() - usualDays * dayMs),
      });
      return { value: pageFrom(deliveries, limit, (each) => [each.createdAt.toISOString(), each.id]) };
    },
  }),
  operation({
    ...{
      id: 'getMessage',
      method: 'get',
      path: '/messages/{id}',
      tag,
      scope: 'read',
      summary: 'A message, with its parts',
    },
    params: z.object({ id: z.uuid() }),
    reply: messageShape,
    async run({ params }) {
      const found = await views.message(params.id);
      return found === null ? { problem: notFound } : { value: shown(found) };
    },
  }),
];

const shown = ({ message, ...sendingNow }: MessageInFull) => ({
  ...{ id: message.id, subscriptionId: message.subscriptionId, kind: message.kind },
  ...sendingNow,
  entries: message.entries.map(shownEntry),
});

const shownEntry = ({ title, excerpts, outlet, story, ...entry }: Entry) => ({
  ...{ ...entry, reasons: [...entry.reasons], title: title.text, excerpts: excerpts.map(({ text }) => text) },
  ...{ outlet: outlet.name, storyId: story?.id ?? null },
});
