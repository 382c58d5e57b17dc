import type { Message } from '../../../domain/digests/message.ts';
import type { ChannelName } from '../../../domain/digests/subscription.ts';
import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';
import { concernsTarget } from '../shared/sendHolds.ts';
import { subscriberOfSubscription } from '../subscribers/subscriptionRows.ts';

/** Where a delivery stands, to whoever looks at it: what waits, and what for. */
export const listedStates = ['pending', 'retrying', 'held', 'suppressed', 'quarantined', 'sent', 'rejected'] as const;
export type ListedState = (typeof listedStates)[number];

export interface DeliveryFilter {
  /** Null: all. */
  readonly states: readonly ListedState[] | null;
  /** Of messages made since then. */
  readonly since: Date;
  /** Null: all. */
  readonly channel: ChannelName | null;
}

export interface ListedDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly kind: Message['kind'];
  readonly title: string;
  readonly entries: number;
  readonly subscriber: string;
  readonly channel: ChannelName;
  /** As it may be shown. */
  readonly target: string;
  readonly state: ListedState;
  readonly attempts: number;
  /** Why it waits, or what the receiver responded. */
  readonly response: string | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  readonly settledAt: Date | null;
}

const isWaiting = `d.state IN ${unsentStates}`;

/** Of the delivery `d` to the target `t`: where it stands (SQL). */
export const listedState = `CASE
  WHEN d.quarantined_at IS NOT NULL THEN 'quarantined'
  WHEN NOT (${isWaiting}) THEN d.state
  WHEN t.suppressed_at IS NOT NULL THEN 'suppressed'
  WHEN EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget}) THEN 'held'
  ELSE d.state END`;

/** Of the delivery `d` to the target `t`: what it waits for, else what was last responded (SQL). */
export const listedResponse = `CASE WHEN ${isWaiting} THEN coalesce(t.suppressed_because,
    (SELECT h.reason FROM holds AS h WHERE ${concernsTarget} ORDER BY h.held_until DESC LIMIT 1), d.response)
  ELSE d.response END`;

/** Deliveries `d` of messages `m` to targets `t` and subscribers `p` that a filter (`$1` states, `$2` since, `$3` channel) takes (SQL). */
export const filteredDeliveries = `
  FROM deliveries AS d
  JOIN targets AS t ON t.id = d.target_id
  JOIN messages AS m ON m.id = d.message_id
  JOIN listed_subscriptions AS s ON s.id = m.subscription_id
  ${subscriberOfSubscription}
 WHERE m.created_at >= $2 AND ($3::text IS NULL OR t.channel = $3) AND ($1::text[] IS NULL OR ${listedState} = ANY ($1))`;

export const filterValues = ({ states, since, channel }: DeliveryFilter) => [states, since, channel] as const;

const deliveriesAPage = 500;

/** Newest message first. */
export async function* listDeliveries(db: Queryable, filter: DeliveryFilter): AsyncGenerator<ListedDelivery> {
  let place: readonly [Date | null, number] | undefined = [null, 0];
  while (place !== undefined) {
    const page: readonly ListedDelivery[] = await db.query<ListedDelivery>(pageSql, [
      ...filterValues(filter),
      ...place,
    ]);
    yield* page;
    const last = page.at(-1);
    place = last && [last.createdAt, last.id];
  }
}

const pageSql = `
  SELECT d.id, m.id AS "messageId", m.kind, m.content -> 'entries' -> 0 -> 'title' ->> 'text' AS title,
         jsonb_array_length(m.content -> 'entries') AS entries, p.name AS subscriber, t.channel, t.key AS target,
         ${listedState} AS state, d.attempts, ${listedResponse} AS response,
         m.created_at AS "createdAt", d.due_at AS "dueAt", d.settled_at AS "settledAt"
  ${filteredDeliveries}
     AND ($4::timestamptz IS NULL OR (m.created_at, d.id) < ($4, $5))
   ORDER BY m.created_at DESC, d.id DESC LIMIT ${deliveriesAPage}`;
