import type { Message } from '../../../domain/digests/message.ts';
import type { ClaimedDelivery, DeliverStore } from '../../../pipeline/deliver/deliverStore.ts';
import type { Database } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper } from '../shared/leases.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { settleSending } from './settleSending.ts';

const table = leasedTables.deliveries;

export function createDeliverStore(db: Database): DeliverStore {
  return {
    ...createLeaseKeeper(db, table),
    claimNextDelivery: (now) => claimNextDelivery(db, now),
    settleDelivery: (lease, settlement, now) => settleSending(db, table, lease, settlement, now),
  };
}

interface DeliveryRow extends SubscriptionRow {
  readonly key: number;
  readonly leaseNumber: number;
  readonly attempts: number;
  readonly content: Message;
  readonly isListening: boolean;
}

async function claimNextDelivery(db: Database, now: Date): Promise<ClaimedDelivery | null> {
  for (;;) {
    const [row] = await db.query<DeliveryRow>(claimOne, [1, now]);
    if (row === undefined) return null;
    const lease = { id: row.key, number: row.leaseNumber };
    if (row.isListening) return { lease, outgoing: outgoingOf(row) };
    await settleSending(db, table, lease, { state: 'rejected', response: 'the subscription has ended' }, now);
  }
}

const claimOne = `${claiming(table)}
  SELECT claimed.key, claimed.lease_number AS "leaseNumber", d.attempts, m.content, (${isListening}) AS "isListening",
         ${subscriptionColumns}
    FROM claimed
    JOIN deliveries AS d ON d.id = claimed.key
    JOIN messages AS m ON m.id = d.message_id
    JOIN subscriptions AS s ON s.id = m.subscription_id
    ${subscriberOfSubscription}`;

const outgoingOf = (row: DeliveryRow): ClaimedDelivery['outgoing'] => ({
  message: row.content,
  subscription: toSubscription(row),
  attempt: row.attempts + 1,
});
