import { secondsAfter } from '../../../domain/basics/time.ts';
import type { Target } from '../../../domain/deliveries/target.ts';
import { pauseAfterRefusal, unknownRecipientsUntilSuppressed } from '../../../domain/deliveries/targetRefusals.ts';
import type { DeliverySettlement, SettledDelivery } from '../../../pipeline/deliver/deliverStore.ts';
import type { Queryable } from '../database.ts';
import { holdKey } from '../shared/heldTargets.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { heldTargetOf } from '../shared/sendHolds.ts';
import { storable } from '../storable.ts';
import { waitForHold } from './settleSending.ts';

/** A delivery that was settled, with its target as it was before. */
export interface SettledRow extends Target {
  readonly id: number;
  readonly targetId: number;
  readonly failures: number;
  readonly unknownRecipients: number;
  readonly hasHolds: boolean;
}

/**
 * Counts what says that a target is wrong, each claim for itself, and holds the target by the schedule or suppresses it. Whatever
 * else it answers begins the count anew.
 */
export async function followRefusals(
  tx: Queryable,
  claims: readonly SettledDelivery[],
  rows: ReadonlyMap<number, SettledRow>,
  now: Date,
): Promise<void> {
  for (const { lease, settlement } of claims) {
    const row = rows.get(lease.id);
    if (row === undefined) continue;
    if (settlement.state === 'refused') await refuse(tx, row, settlement, now);
    else if (settlement.state === 'rejected' && settlement.concerns === 'recipient')
      await countUnknown(tx, row, settlement.response, now);
    else if (settlement.state === 'sent' && row.unknownRecipients > 0)
      await tx.execute('UPDATE targets SET unknown_recipients = 0 WHERE id = $1', [row.targetId]);
  }
}

type Refused = Extract<DeliverySettlement, { readonly state: 'refused' }>;

async function refuse(tx: Queryable, row: SettledRow, { response, isGone }: Refused, now: Date): Promise<void> {
  const target = await counted(tx, 'targets', row.targetId);
  const delivery = await counted(tx, 'deliveries', row.id);
  const pauseSeconds = isGone ? null : pauseAfterRefusal(target);
  if (pauseSeconds === null) return suppress(tx, row, response, now);
  // No host is held for what one of its targets is told.
  const held = { direction: 'send', scope: 'target', key: heldTargetOf(row).key, host: null } as const;
  const standing = await holdKey(tx, held, { until: secondsAfter(now, pauseSeconds), reason: response, now });
  if (pauseAfterRefusal(delivery) === null) await giveUp(tx, row, delivery, response, now);
  else await waitForHold(tx, leasedTables.deliveries, [row.id], standing);
}

async function counted(tx: Queryable, table: 'targets' | 'deliveries', id: number): Promise<number> {
  const [row] = await tx.query<{ refusals: number }>(
    `UPDATE ${table} SET refusals = refusals + 1 WHERE id = $1 RETURNING refusals`,
    [id],
  );
  return row?.refusals ?? 1;
}

/** It alone is refused, since the target's count began anew in between. */
const giveUp = (tx: Queryable, { id }: SettledRow, refusals: number, response: string, now: Date) =>
  tx.execute(`UPDATE deliveries SET state = 'rejected', response = $2, settled_at = $3 WHERE id = $1`, [
    id,
    storable(`gave up after ${refusals} refusals: ${response}`),
    now,
  ]);

async function countUnknown(tx: Queryable, row: SettledRow, response: string, now: Date): Promise<void> {
  const [counted] = await tx.query<{ count: number }>(
    'UPDATE targets SET unknown_recipients = unknown_recipients + 1 WHERE id = $1 RETURNING unknown_recipients AS count',
    [row.targetId],
  );
  if ((counted?.count ?? 0) >= unknownRecipientsUntilSuppressed) await suppress(tx, row, response, now);
}

/** What is for it waits, and is not due. */
async function suppress(tx: Queryable, row: SettledRow, because: string, now: Date): Promise<void> {
  await tx.execute(
    `UPDATE targets SET suppressed_at = $2, suppressed_because = $3, suppression_told = false, next_due_at = NULL
      WHERE id = $1 AND suppressed_at IS NULL`,
    [row.targetId, now, storable(because)],
  );
  await tx.execute("DELETE FROM holds WHERE direction = 'send' AND scope = 'target' AND key = $1", [
    heldTargetOf(row).key,
  ]);
}
