import { z } from '@hono/zod-openapi';
import { type ResendRefusal, type ResendStore, resendMessage } from '../../desk/deliveries/resendMessage.ts';
import { type ResumeStore, resumeTarget } from '../../desk/deliveries/resumeTarget.ts';
import { type DeliveryDeeds, type RetryStore, retryDeliveries } from '../../desk/deliveries/retryDeliveries.ts';
import { withMaskedAddresses } from '../../domain/basics/maskedAddress.ts';
import { dayMs } from '../../domain/basics/time.ts';
import { listedStates } from '../../domain/deliveries/deliveryFilter.ts';
import { channelNames } from '../../domain/digests/channels.ts';
import type { Entry } from '../../domain/digests/entry.ts';
import type { MessageViews, ShownMessage } from '../../ports/listedMessages.ts';
import { type Caller, deedBy, seesAddresses } from './apiCaller.ts';
import {
  closed,
  instant,
  instantOrNull,
  instantParameter,
  nameParameter,
  nothing,
  numberParameter,
  reason,
} from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import type { Problem } from './problem.ts';

export interface MessageOperationsDeps {
  readonly messages: Pick<MessageViews, 'list' | 'message'>;
  readonly deliveryDeeds: DeliveryDeeds<RetryStore & ResendStore & ResumeStore>;
}

const tag = 'Messages';
const usualDays = 30;

const sending = {
  subscriber: z.string(),
  channel: z.enum(channelNames),
  target: z.string().openapi({ description: 'Masked for whoever may only read.' }),
  state: z.enum(listedStates),
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
  trail: z.array(
    closed({ at: instant, state: z.string(), response: z.string(), times: z.int(), lastAt: instantOrNull }),
  ),
  entries: z.array(entryShape),
}).openapi('Message');

const retriedShape = closed({
  deliveries: z.int().openapi({ description: 'Put back, to be sent at once.' }),
  ended: z.int().openapi({ description: 'Left alone: their subscriptions have ended.' }),
}).openapi('Retried');

const filter = {
  state: z.enum(listedStates).optional(),
  channel: z.enum(channelNames).optional(),
  rule: nameParameter.optional(),
};

const params = z.object({ id: z.uuid() });

export const messageOperations = ({ messages, deliveryDeeds }: MessageOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listDeliveries', method: 'get', path: '/deliveries', tag, scope: 'read' },
    summary: 'Messages with how their sending stands, newest first',
    query: z.object({
      ...{ ...pageQuery, ...filter },
      since: instantParameter
        .optional()
        .openapi({ description: `Of messages made since then; else of the last ${usualDays} days.` }),
    }),
    reply: pageOf(deliveryShape),
    async run({ query, caller, at: now }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.iso.datetime(), z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const [at, id] = after.place ?? [];
      const place = at === undefined || id === undefined ? null : ([new Date(at), id] as const);
      const since = query.since ?? new Date(now.getTime() - usualDays * dayMs);
      const narrowed = { states: query.state === undefined ? null : [query.state], since };
      const found = { ...narrowed, channel: query.channel ?? null, ruleId: query.rule ?? null };
      const deliveries = await messages.list(found, place, limit + 1);
      const shown = deliveries.map((each) => maskedFor(caller, each));
      return { value: pageFrom(shown, limit, (each) => [each.createdAt.toISOString(), each.id]) };
    },
  }),
  operation({
    ...{ id: 'getMessage', method: 'get', path: '/messages/{id}', tag, scope: 'read' },
    summary: 'A message: what it says, and what became of it',
    params,
    reply: messageShape,
    async run({ params: { id }, caller }) {
      const found = await messages.message(id);
      return found === null ? { problem: notFound } : { value: maskedFor(caller, shownMessage(found)) };
    },
  }),
  operation({
    ...{ id: 'retryDeliveries', method: 'post', path: '/deliveries/retry', tag, scope: 'write' },
    summary: 'Sends again, as a whole, what was refused or waits; what was sent is never sent again',
    body: z.strictObject({ ...filter, since: instantParameter, messageId: z.uuid().optional(), why: reason }),
    reply: retriedShape,
    async run({ body, caller, at }) {
      const { state, channel = null, rule: ruleId = null, since, messageId = null, why } = body;
      const which = { states: state === undefined ? null : [state], since, channel, ruleId, messageId };
      return { value: await retryDeliveries(deliveryDeeds, deedBy(caller, at, why), which) };
    },
  }),
  operation({
    ...{ id: 'resendMessage', method: 'post', path: '/messages/{id}/resend', tag, scope: 'write' },
    summary: 'Sends a message that was sent once more, under its own id',
    params,
    body: z.strictObject({ why: reason }),
    ...{ status: 204, reply: nothing },
    problems: ['conflict'],
    async run({ params: { id }, body, caller, at }) {
      const outcome = await resendMessage(deliveryDeeds, deedBy(caller, at, body.why), id);
      return outcome.kind === 'resent' ? { value: null } : { problem: notResent[outcome.because] };
    },
  }),
  operation({
    ...{ id: 'resumeTarget', method: 'post', path: '/targets/{id}/resume', tag, scope: 'write' },
    summary: 'Gives back a target that was switched off or is held, with what waits for it',
    params: z.object({ id: numberParameter }),
    body: z.strictObject({ why: reason }),
    reply: closed({ waiting: z.int() }),
    async run({ params: { id }, body, caller, at }) {
      const outcome = await resumeTarget(deliveryDeeds, deedBy(caller, at, body.why), id);
      return outcome.kind === 'resumed' ? { value: { waiting: outcome.target.waiting } } : { problem: notStopped };
    },
  }),
];

const maskedFor = <
  T extends { readonly target: string; readonly response: string | null; readonly subscriber: string },
>(
  caller: Caller,
  shown: T,
): T =>
  seesAddresses(caller)
    ? shown
    : {
        ...shown,
        target: withMaskedAddresses(shown.target),
        subscriber: withMaskedAddresses(shown.subscriber),
        response: shown.response === null ? null : withMaskedAddresses(shown.response),
      };

const shownMessage = ({ message, subscription, listed, target, ...rest }: ShownMessage) => ({
  ...{ ...rest, id: message.id, subscriptionId: message.subscriptionId, kind: message.kind, state: listed },
  ...{ subscriber: subscription.subscriber.name, channel: subscription.channel, target: target.name },
  entries: message.entries.map(shownEntry),
});

const shownEntry = ({ title, excerpts, outlet, story, ...entry }: Entry) => ({
  ...{ ...entry, title: title.text, excerpts: excerpts.map(({ text }) => text) },
  ...{ outlet: outlet.name, storyId: story?.id ?? null },
});

const notResent: Readonly<Record<ResendRefusal, Problem>> = {
  unknown: notFound,
  'not sent': { kind: 'conflict', detail: 'It was not sent yet: it waits, is on its way, or can be retried.' },
  ended: { kind: 'conflict', detail: 'Its subscription has ended. Only the subscriber can undo that.' },
};

const notStopped: Problem = { kind: 'not-found', detail: 'No target of that number is switched off or held.' };
