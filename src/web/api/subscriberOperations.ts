import { z } from '@hono/zod-openapi';
import { withMaskedAddresses } from '../../domain/basics/maskedAddress.ts';
import { versionOf } from '../../domain/configuration/changes.ts';
import { channelNames } from '../../domain/digests/channels.ts';
import type { ApiViews, ListedSubscriber } from '../../ports/apiViews.ts';
import { type Caller, seesAddresses } from './apiCaller.ts';
import { closed, instantOrNull, numberParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import { etagOf } from './preconditions.ts';

export interface SubscriberOperationsDeps {
  readonly views: Pick<ApiViews, 'subscribers' | 'subscriber'>;
}

const tag = 'Subscribers';

const wallTime = closed({ hour: z.int(), minute: z.int() }).openapi('WallTime');

export const scheduleShape = z.union([
  closed({ every: z.literal('instant') }),
  closed({ every: z.literal('hour') }),
  closed({ every: z.literal('day'), at: wallTime }),
  closed({ every: z.literal('week'), weekday: z.int(), at: wallTime }),
]);

export const quietShape = closed({ from: wallTime, until: wallTime }).nullable();

const subscriptionShape = closed({
  id: z.int(),
  rules: z.array(z.string()),
  channel: z.enum(channelNames),
  target: z.string().openapi({ description: 'An address of the web without what may be secret in it.' }),
  schedule: scheduleShape,
  quiet: quietShape,
  maxPerHour: z.int(),
  nextDueAt: instantOrNull,
  unsubscribedAt: instantOrNull,
  isQuarantined: z.boolean(),
}).openapi('Subscription');

const subscriberShape = closed({
  id: z.int(),
  email: z.string().openapi({ description: 'Masked for whoever may only read.' }),
  name: z.string(),
  timezone: z.string().openapi({ example: 'Asia/Almaty' }),
  confirmedAt: instantOrNull,
  subscriptions: z.array(subscriptionShape),
}).openapi('Subscriber');

export const subscriberOperations = ({ views }: SubscriberOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listSubscribers', method: 'get', path: '/subscribers', tag, scope: 'read' },
    summary: 'Who gets messages, each with the subscriptions',
    query: z.object(pageQuery),
    reply: pageOf(subscriberShape),
    async run({ query, caller }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const subscribers = await views.subscribers({ after: after.place?.[0] ?? null, limit: limit + 1 });
      const shown = subscribers.map((each) => maskedSubscriber(caller, each));
      return { value: pageFrom(shown, limit, ({ id }) => [id]) };
    },
  }),
  operation({
    ...{ id: 'getSubscriber', method: 'get', path: '/subscribers/{id}', tag, scope: 'read', summary: 'One subscriber' },
    params: z.object({ id: numberParameter }),
    reply: subscriberShape,
    async run({ params, caller }) {
      const subscriber = await views.subscriber(params.id);
      return subscriber === null
        ? { problem: notFound }
        : {
            value: maskedSubscriber(caller, subscriber),
            etag: etagOf(versionOf({ email: subscriber.email, name: subscriber.name, timezone: subscriber.timezone })),
          };
    },
  }),
];

function maskedSubscriber(caller: Caller, subscriber: ListedSubscriber): ListedSubscriber {
  if (seesAddresses(caller)) return subscriber;
  const { name, email, subscriptions } = subscriber;
  return {
    ...subscriber,
    ...{ name: withMaskedAddresses(name), email: withMaskedAddresses(email) },
    subscriptions: subscriptions.map((each) => ({ ...each, target: withMaskedAddresses(each.target) })),
  };
}
