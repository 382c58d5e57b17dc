import type { DeliverySettlement } from '../../../pipeline/deliver/deliverStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database } from '../database.ts';
import type { LeasedTable } from '../shared/leasedTables.ts';
import { isHeld, settled } from '../shared/leases.ts';
import { storable } from '../storable.ts';

/** False when the lease was lost. */
export async function settleSending(
  db: Database,
  table: LeasedTable,
  lease: Lease,
  settlement: DeliverySettlement,
  now: Date,
): Promise<boolean> {
  const retryAt = settlement.state === 'retrying' ? settlement.retryAt : null;
  const count = await db.execute(
    `UPDATE ${table.name}
        SET state = $3, response = $4, due_at = coalesce($5, due_at), attempts = attempts + 1, ${settled},
            settled_at = CASE WHEN $5::timestamptz IS NULL THEN $6::timestamptz END
      WHERE ${isHeld(table)}`,
    [lease.id, lease.number, settlement.state, storable(settlement.response), retryAt, now],
  );
  return count > 0;
}
