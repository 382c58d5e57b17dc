import type {
  ClaimedHubSubscription,
  HubSettlement,
  HubStore,
  HubSubscription,
} from '../../../pipeline/hubs/hubStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, isHeld, settled } from '../shared/leases.ts';
import { storable } from '../storable.ts';

const table = leasedTables.hubs;

export function createHubStore(db: Database): HubStore {
  return {
    ...createLeaseKeeper(db, table),
    endUnwanted: (now) => db.transaction((tx) => endUnwanted(tx, now)),
    claimDue: (now) => db.transaction((tx) => claimDue(tx, now)),
    settleRequested: (lease, settlement) => settleRequested(db, lease, settlement),
  };
}

async function endUnwanted(tx: Queryable, now: Date): Promise<void> {
  const isOver = `(NOT is_offered AND next_action_at <= $1
    OR EXISTS (SELECT FROM feeds AS f WHERE f.id = feed_id AND (f.removed_at IS NOT NULL OR f.ended_at IS NOT NULL)))`;
  await tx.execute(`DELETE FROM hub_subscriptions WHERE requested_at IS NULL AND ${isOver}`, [now]);
  await tx.execute(
    `UPDATE hub_subscriptions SET state = 'unwanted', requested = NULL, attempts = 0, next_action_at = $1
      WHERE state <> 'unwanted' AND ${isOver}`,
    [now],
  );
}

async function claimDue(tx: Queryable, now: Date): Promise<ClaimedHubSubscription | null> {
  const [row] = await tx.query<HubSubscription & { leaseNumber: number }>(
    `${claiming(table)}
     SELECT h.id, f.name AS feed, h.hub, h.topic, h.state, h.token, h.secret, h.attempts, h.lease_ends_at AS "leaseEndsAt",
            claimed.lease_number AS "leaseNumber"
       FROM claimed JOIN hub_subscriptions AS h ON h.id = claimed.key JOIN feeds AS f ON f.id = h.feed_id`,
    [1, now],
  );
  if (row === undefined) return null;
  const { leaseNumber, ...subscription } = row;
  await tx.execute(
    `UPDATE hub_subscriptions SET requested = CASE state WHEN 'unwanted' THEN 'unsubscribe' ELSE 'subscribe' END, requested_at = $2 WHERE id = $1`,
    [subscription.id, now],
  );
  return { lease: { id: subscription.id, number: leaseNumber }, subscription };
}

async function settleRequested(db: Queryable, { id, number }: Lease, settlement: HubSettlement): Promise<void> {
  if (settlement.kind === 'given up') {
    await db.execute(`DELETE FROM hub_subscriptions WHERE ${isHeld(table)} AND state = 'unwanted'`, [id, number]);
    return;
  }
  // `requested` is NULL once the hub has verified or denied, or the subscription was given another turn meanwhile.
  const unlessVerified = (column: string, value: string) =>
    `${column} = CASE WHEN requested IS NULL THEN ${column} ELSE ${value} END`;
  const message = settlement.kind === 'failed' ? storable(settlement.message) : null;
  await db.execute(
    `UPDATE hub_subscriptions
        SET ${settled}, ${unlessVerified('attempts', 'attempts + 1')}, ${unlessVerified('next_action_at', '$3')},
            ${unlessVerified('last_error', '$4')},
            ${unlessVerified('state', `CASE WHEN state IN ('active', 'unwanted') THEN state ELSE $5 END`)}
      WHERE ${isHeld(table)}`,
    [id, number, settlement.nextActionAt, message, settlement.kind === 'failed' ? 'failed' : 'pending'],
  );
}
