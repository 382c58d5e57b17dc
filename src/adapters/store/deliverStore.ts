import type { Message } from '../../domain/digests/message.ts';
import type { ClaimedDelivery, DeliverStore, DeliverySettlement } from '../../pipeline/deliverStore.ts';
import type { Lease } from '../../ports/lease.ts';
import type { Database } from './database.ts';
import { claiming, createLeaseKeeper, isHeld, type LeasedTable, settled } from './leases.ts';
import { storable } from './storable.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from './subscriptionRows.ts';

const table: LeasedTable = {
  name: 'deliveries',
  key: 'id',
  due: "due_at <= $2 AND state IN ('pending', 'retrying')",
  order: 'due_at, id',
};

export function createDeliverStore(db: Database): DeliverStore {
  return {
    ...createLeaseKeeper(db, table),
    claimNextDelivery: (now) => claimNextDelivery(db, now),
    settleDelivery: (lease, settlement, now) => settle(db, lease, settlement, now),
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
    await settle(db, lease, { state: 'rejected', answer: 'the subscription has ended' }, now);
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

async function settle(db: Database, lease: Lease, settlement: DeliverySettlement, now: Date): Promise<boolean> {
  const retryAt = settlement.state === 'retrying' ? settlement.retryAt : null;
  const count = await db.execute(
    `UPDATE deliveries
        SET state = $3, answer = $4, due_at = coalesce($5, due_at), attempts = attempts + 1, ${settled},
            settled_at = CASE WHEN $5::timestamptz IS NULL THEN $6::timestamptz END
      WHERE ${isHeld(table)}`,
    [lease.id, lease.number, settlement.state, storable(settlement.answer), retryAt, now],
  );
  return count > 0;
}
