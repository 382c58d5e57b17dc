import { targetOf } from '../../../domain/deliveries/target.ts';
import type { Message } from '../../../domain/digests/message.ts';
import type { ClaimedDelivery, DeliverStore, Lane } from '../../../pipeline/deliver/deliverStore.ts';
import type { Database, Queryable } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper } from '../shared/leases.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { nextInLane } from './nextInLane.ts';
import { settleDeliveries } from './settleDeliveries.ts';
import { keepTarget, redirectDelivery } from './targets.ts';

const table = leasedTables.deliveries;

export function createDeliverStore(db: Database): DeliverStore {
  const keeper = createLeaseKeeper(db, table);
  return {
    ...keeper,
    async claimDeliveries(lane, now) {
      for (;;) {
        const rows = await claim(db, lane, now);
        const ended = rows.filter((row) => !row.isListening);
        const strayed = rows.filter((row) => row.isListening && isStray(row));
        await settleDeliveries(db, ended.map(endedSettlement), now);
        for (const row of strayed) await redirect(db, row);
        if (strayed.length > 0) await keeper.release(strayed.map(leaseOf));
        const claimed = rows.filter((row) => row.isListening && !isStray(row)).map(toClaimed);
        if (claimed.length > 0 || rows.length === 0) return claimed;
      }
    },
    settleDeliveries: (settled, now) => settleDeliveries(db, settled, now),
  };
}

interface DeliveryRow extends SubscriptionRow {
  readonly key: number;
  readonly leaseNumber: number;
  readonly attempts: number;
  readonly content: Message;
  readonly isListening: boolean;
  readonly laneChannel: string;
  readonly laneKey: string;
}

const leaseOf = ({ key, leaseNumber }: DeliveryRow) => ({ id: key, number: leaseNumber });

const claim = (db: Database, lane: Lane, now: Date): Promise<readonly DeliveryRow[]> =>
  db.transaction(async (tx) => {
    const next = await nextInLane(tx, lane, now);
    return next.length === 0 ? [] : tx.query<DeliveryRow>(claimThese, [lane.most, now, next]);
  });

const claimThese = `${claiming(table, 'id = ANY ($3::bigint[])')}
  SELECT claimed.key, claimed.lease_number AS "leaseNumber", d.attempts, m.content, (${isListening}) AS "isListening",
         t.channel AS "laneChannel", t.key AS "laneKey", ${subscriptionColumns}
    FROM claimed
    JOIN deliveries AS d ON d.id = claimed.key
    JOIN targets AS t ON t.id = d.target_id
    JOIN messages AS m ON m.id = d.message_id
    JOIN subscriptions AS s ON s.id = m.subscription_id
    ${subscriberOfSubscription}
   ORDER BY d.due_at, d.id`;

const toClaimed = (row: DeliveryRow): ClaimedDelivery => ({
  lease: leaseOf(row),
  outgoing: { message: row.content, subscription: toSubscription(row), attempt: row.attempts + 1 },
});

const endedSettlement = (row: DeliveryRow) => ({
  lease: leaseOf(row),
  settlement: { state: 'rejected', response: 'the subscription has ended', concerns: null, isTry: false } as const,
});

/** Its subscription got another target while it waited. */
const isStray = (row: DeliveryRow): boolean => {
  const { channel, key } = targetOf(row);
  return channel !== row.laneChannel || key !== row.laneKey;
};

const redirect = (db: Queryable, row: DeliveryRow): Promise<void> =>
  keepTarget(db, targetOf(row)).then((targetId) => redirectDelivery(db, row.key, targetId));
