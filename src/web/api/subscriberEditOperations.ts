import { z } from '@hono/zod-openapi';
import type { EditOutcome } from '../../desk/edit.ts';
import {
  type AddSubscriberStore,
  addSubscriber,
  type SubscriberDetails,
} from '../../desk/subscribers/addSubscriber.ts';
import { type AddSubscriptionStore, addSubscription } from '../../desk/subscribers/addSubscription.ts';
import { type ChangeSubscriberStore, changeSubscriber } from '../../desk/subscribers/changeSubscriber.ts';
import { type ChangeSubscriptionStore, changeSubscription } from '../../desk/subscribers/changeSubscription.ts';
import { type RemoveSubscriberStore, removeSubscriber } from '../../desk/subscribers/removeSubscriber.ts';
import { type RemoveSubscriptionStore, removeSubscription } from '../../desk/subscribers/removeSubscription.ts';
import { versionOf } from '../../domain/configuration/changes.ts';
import type { SubscriptionDefinition } from '../../domain/configuration/definitions.ts';
import { targetOf } from '../../domain/deliveries/target.ts';
import { channelNames } from '../../domain/digests/channels.ts';
import { emailFault } from '../../domain/people/emailFault.ts';
import { isTimeZone } from '../../domain/schedules/parseSchedule.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import { deedBy } from './apiCaller.ts';
import { closed, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { PartFault, Problem } from './problem.ts';
import { quietShape, scheduleShape } from './subscriberOperations.ts';

/** A subscription out of what somebody sent, or what is wrong with it. */
export type ReadSubscription =
  | { readonly ok: true; readonly definition: SubscriptionDefinition }
  | { readonly ok: false; readonly faults: readonly { readonly key: string; readonly says: string }[] };

export interface SubscriberEditDeps {
  readonly views: Pick<ApiViews, 'subscriber'>;
  /** Null: there is none of that number. */
  readonly subscription: (id: number) => Promise<KeptSubscription | null>;
  /** As it would stand in the file. */
  readonly readSubscription: (entry: unknown, email: string) => ReadSubscription;
  readonly subscriberDeeds: AddSubscriberStore & ChangeSubscriberStore & RemoveSubscriberStore;
  readonly subscriptionDeeds: AddSubscriptionStore & ChangeSubscriptionStore & RemoveSubscriptionStore;
}

export interface KeptSubscription {
  readonly subscriberId: number;
  readonly email: string;
  readonly definition: SubscriptionDefinition;
}

const tag = 'Subscribers';
const params = z.object({ id: numberParameter });
const whyQuery = z.object({ why: reason });

const details = {
  email: z.string().refine((text) => emailFault(text) === null, 'expected an email address like desk@example.org'),
  name: z.string().trim().min(1).max(200).optional().openapi({ description: 'The address where none is given.' }),
  timezone: z.string().refine(isTimeZone, 'expected a time zone like Asia/Almaty').default('UTC'),
};

const wanted = {
  rules: z.array(z.string()).openapi({ description: 'Ids of rules in force.' }),
  channel: z.enum(channelNames).optional(),
  target: z.string().optional().openapi({
    description:
      'An address, or a reference like env:NAME. Left out: the subscriber’s own, or, in an edit, the one that it has.',
  }),
  secret: z.string().optional().openapi({ description: 'A reference like env:NAME, never the secret.' }),
  schedule: z.string().openapi({ example: 'daily 07:00' }),
  quiet: z.string().optional().openapi({ example: '22:00-06:00' }),
  maxPerHour: z.int().optional(),
};

const personShape = closed({ id: z.int() }).openapi('SubscriberSaved');

const subscriptionShape = closed({
  id: z.int(),
  subscriberId: z.int(),
  rules: z.array(z.string()),
  channel: z.enum(channelNames),
  target: z.string().openapi({ description: 'As it may be shown.' }),
  secret: z.string().nullable(),
  schedule: scheduleShape,
  quiet: quietShape,
  maxPerHour: z.int(),
}).openapi('SubscriptionSettings');

export const subscriberEditOperations = (deps: SubscriberEditDeps): readonly ApiRoute[] => [
  ...personOperations(deps),
  ...subscriptionOperations(deps),
];

const personOperations = ({ views, subscriberDeeds: store }: SubscriberEditDeps) => [
  operation({
    ...{ id: 'addSubscriber', method: 'post', path: '/subscribers', tag, scope: 'write', makesSomething: true },
    summary: 'Adds somebody who may be given subscriptions; what they left before stays left',
    body: z.strictObject({ ...details, why: reason }),
    ...{ status: 201, reply: personShape },
    async run({ body: { why, ...given }, caller, at }) {
      const outcome = await addSubscriber(store, deedBy(caller, at, why), detailsOf(given));
      if (outcome.kind === 'taken') return { problem: taken };
      const { id } = outcome;
      return { value: { id }, etag: etagOf(versionOf(detailsOf(given))), location: `/api/v1/subscribers/${id}` };
    },
  }),
  operation({
    ...{ id: 'replaceSubscriber', method: 'put', path: '/subscribers/{id}', tag, scope: 'write', isEdit: true, params },
    summary: 'Changes name, address or time zone of a subscriber',
    body: z.strictObject({ ...details, why: reason }),
    ...{ reply: personShape, problems: ['conflict'] },
    async run({ params: { id }, body: { why, ...given }, caller, at, version }) {
      const basedOn = version ?? (await versionOfSubscriber(views, id));
      if (basedOn === null) return { problem: notFound };
      const wish = { id, basedOn, details: detailsOf(given) };
      const outcome = await changeSubscriber(store, deedBy(caller, at, why), wish);
      if (outcome.kind === 'taken') return { problem: taken };
      if (outcome.kind !== 'changed') return { problem: notChanged(outcome, given, (each) => each) };
      return { value: { id }, etag: etagOf(versionOf(detailsOf(given))) };
    },
  }),
  operation({
    ...{
      id: 'removeSubscriber',
      method: 'delete',
      path: '/subscribers/{id}',
      tag,
      scope: 'write',
      isEdit: true,
      params,
    },
    summary: 'Takes a subscriber out of the list: nothing is sent to them any more',
    ...{ query: whyQuery, status: 204, reply: nothing },
    async run({ params: { id }, query, caller, at, version }) {
      const basedOn = version ?? (await versionOfSubscriber(views, id));
      if (basedOn === null) return { problem: notFound };
      const outcome = await removeSubscriber(store, deedBy(caller, at, query.why), { id, basedOn });
      return outcome.kind === 'changed' ? { value: null } : { problem: notChanged(outcome, null, (each) => each) };
    },
  }),
];

const subscriptionOperations = ({
  views,
  subscription,
  readSubscription,
  subscriptionDeeds: store,
}: SubscriberEditDeps) => [
  operation({
    ...{ id: 'getSubscription', method: 'get', path: '/subscriptions/{id}', tag, scope: 'read', params },
    summary: 'One subscription, with the version that an edit is based on',
    reply: subscriptionShape,
    async run({ params: { id } }) {
      const found = await subscription(id);
      return found === null ? { problem: notFound } : subscriptionReply(id, found.subscriberId, found.definition);
    },
  }),
  operation({
    ...{ id: 'addSubscription', method: 'post', path: '/subscribers/{id}/subscriptions', tag, scope: 'write', params },
    summary: 'Adds a subscription; of a rule that its subscriber left it brings nothing',
    ...{
      makesSomething: true,
      body: z.strictObject({ ...wanted, why: reason }),
      status: 201,
      reply: subscriptionShape,
    },
    async run({ params: { id }, body: { why, ...entry }, caller, at }) {
      const subscriber = await views.subscriber(id);
      if (subscriber === null) return { problem: notFound };
      const read = readSubscription(entry, subscriber.email);
      if (!read.ok) return { problem: refused(read.faults) };
      const outcome = await addSubscription(store, deedBy(caller, at, why), id, read.definition);
      if (outcome.kind === 'unknown') return { problem: notFound };
      if (outcome.kind === 'unknown rules') return { problem: unknownRules(outcome.rules) };
      const made = await subscription(outcome.id);
      if (made === null) return { problem: notFound };
      const location = `/api/v1/subscriptions/${outcome.id}`;
      return { ...subscriptionReply(outcome.id, id, made.definition), location };
    },
  }),
  operation({
    ...{
      id: 'replaceSubscription',
      method: 'put',
      path: '/subscriptions/{id}',
      tag,
      scope: 'write',
      isEdit: true,
      params,
    },
    summary: 'Changes a subscription: nothing that it brought is brought again, and what was left stays left',
    ...{ body: z.strictObject({ ...wanted, why: reason }), reply: subscriptionShape },
    async run({ params: { id }, body: { why, ...entry }, caller, at, version }) {
      const current = await subscription(id);
      if (current === null) return { problem: notFound };
      const read = readSubscription(kept(entry, current.definition), current.email);
      if (!read.ok) return { problem: refused(read.faults) };
      const definition = { ...read.definition, id: current.definition.id };
      const basedOn = version ?? versionOf(current.definition);
      const outcome = await changeSubscription(store, deedBy(caller, at, why), { id, basedOn, definition });
      if (outcome.kind === 'unknown rules') return { problem: unknownRules(outcome.rules) };
      if (outcome.kind !== 'changed') return { problem: notChanged(outcome, entry, shownDefinition) };
      const changed = await subscription(id);
      return changed === null ? { problem: notFound } : subscriptionReply(id, changed.subscriberId, changed.definition);
    },
  }),
  operation({
    ...{
      id: 'removeSubscription',
      method: 'delete',
      path: '/subscriptions/{id}',
      tag,
      scope: 'write',
      isEdit: true,
      params,
    },
    summary: 'Takes a subscription out of the list; what waits for it is not sent',
    ...{ query: whyQuery, status: 204, reply: nothing },
    async run({ params: { id }, query, caller, at, version }) {
      const current = await subscription(id);
      if (current === null) return { problem: notFound };
      const basedOn = version ?? versionOf(current.definition);
      const outcome = await removeSubscription(store, deedBy(caller, at, query.why), { id, basedOn });
      return outcome.kind === 'changed' ? { value: null } : { problem: notChanged(outcome, null, shownDefinition) };
    },
  }),
];

type GivenDetails = { readonly email: string; readonly name?: string | undefined; readonly timezone: string };

const detailsOf = ({ email, name, timezone }: GivenDetails): SubscriberDetails => ({
  email,
  name: name ?? email,
  timezone,
});

async function versionOfSubscriber(views: SubscriberEditDeps['views'], id: number): Promise<string | null> {
  const subscriber = await views.subscriber(id);
  return subscriber === null ? null : subscriberVersion(subscriber);
}

const subscriberVersion = ({ email, name, timezone }: SubscriberDetails): string =>
  versionOf({ email, name, timezone });

interface GivenSubscription {
  readonly channel?: SubscriptionDefinition['channel'] | undefined;
  readonly target?: string | undefined;
  readonly secret?: string | undefined;
}

/** Nobody sees the whole address of a webhook: who leaves it out keeps it, and so with the secret. */
function kept<T extends GivenSubscription>(entry: T, { channel, target, secretRef }: SubscriptionDefinition) {
  if (entry.channel !== undefined && entry.channel !== channel) return entry;
  return { target, ...(secretRef !== null && { secret: secretRef }), ...entry, channel };
}

const shownDefinition = ({ id: _, secretRef, target, ...definition }: SubscriptionDefinition) => ({
  ...{ ...definition, secret: secretRef, target: targetOf({ channel: definition.channel, target }).key },
});

const subscriptionReply = (id: number, subscriberId: number, definition: SubscriptionDefinition) => ({
  value: { id, subscriberId, ...shownDefinition(definition) },
  etag: etagOf(versionOf(definition)),
});

const notChanged = <T>(
  outcome: Exclude<EditOutcome<T>, { kind: 'changed' }>,
  sent: unknown,
  shown: (current: T) => unknown,
): Problem => (outcome.kind === 'conflict' ? editedMeanwhile(shown(outcome.current), sent) : notFound);

const refused = (faults: Extract<ReadSubscription, { ok: false }>['faults']): Problem => ({
  kind: 'invalid',
  detail: 'The subscription is refused; `errors` says why.',
  errors: faults.map(({ key, says }): PartFault => ({ pointer: key === '' ? '' : `/${key}`, detail: says })),
});

const unknownRules = (rules: readonly string[]): Problem => ({
  kind: 'invalid',
  detail: `No rule in force is called ${rules.join(', ')}.`,
  errors: [{ pointer: '/rules', detail: 'Some are unknown.' }],
});

const taken: Problem = {
  kind: 'conflict',
  detail: 'Somebody has this address.',
  errors: [{ pointer: '/email', detail: 'It is taken.' }],
};
