import { type Target, targetOf } from '../../../domain/deliveries/target.ts';
import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';

/** The row of a target, made where there is none. */
export async function keepTarget(tx: Queryable, { channel, key, host }: Target): Promise<number> {
  await tx.execute(
    'INSERT INTO targets (channel, key, host) VALUES ($1, $2, $3) ON CONFLICT (channel, key) DO NOTHING',
    [channel, key, host],
  );
  const [row] = await tx.query<{ id: number }>('SELECT id FROM targets WHERE channel = $1 AND key = $2', [
    channel,
    key,
  ]);
  if (row === undefined) throw new Error('a target was not saved');
  return row.id;
}

/** What waits for this subscription goes where the subscription goes now, at once if that is elsewhere. */
export async function redirectWaiting(tx: Queryable, subscriptionId: number, target: Target, now: Date): Promise<void> {
  const waiting = `SELECT d.id FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id JOIN targets AS t ON t.id = d.target_id
    WHERE m.subscription_id = $1 AND d.state IN ${unsentStates} AND (t.channel, t.key) <> ($2, $3)`;
  const found = await tx.query<{ id: number }>(waiting, [subscriptionId, target.channel, target.key]);
  if (found.length === 0) return;
  await tx.execute(
    'UPDATE deliveries SET target_id = $2, due_at = least(due_at, $3), attempts = 0, refusals = 0 WHERE id = ANY ($1::bigint[])',
    [found.map(({ id }) => id), await keepTarget(tx, target), now],
  );
}

export async function redirectDelivery(tx: Queryable, deliveryId: number, targetId: number): Promise<void> {
  await tx.execute('UPDATE deliveries SET target_id = $2 WHERE id = $1', [deliveryId, targetId]);
}

/** Of a subscriber whose address changed: their mail subscriptions go to the new one, with what waits for them. */
export async function redirectMails(
  tx: Queryable,
  { subscriberId, from, to }: { readonly subscriberId: number; readonly from: string; readonly to: string },
  now: Date,
): Promise<void> {
  const target = targetOf({ channel: 'email', target: to });
  const moved = await tx.query<{ id: number }>(
    `UPDATE subscriptions SET target = $3, address = $4
      WHERE subscriber_id = $1 AND channel = 'email' AND address = $2 AND removed_at IS NULL RETURNING id`,
    [subscriberId, from, to, target.key],
  );
  for (const { id } of moved) await redirectWaiting(tx, id, target, now);
}
