import type { Target } from '../../../domain/deliveries/target.ts';
import type { Queryable } from '../database.ts';

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

export async function redirectDelivery(tx: Queryable, deliveryId: number, targetId: number): Promise<void> {
  await tx.execute('UPDATE deliveries SET target_id = $2 WHERE id = $1', [deliveryId, targetId]);
}
