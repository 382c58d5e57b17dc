import type { Queryable } from '../database.ts';
import { unsentStates } from '../shared/leasedTables.ts';
import { concernsTarget } from '../shared/sendHolds.ts';
import { isListening } from '../subscribers/subscriptionRows.ts';
import type { Transactional } from '../transactional.ts';
import { type DeliveryFilter, filteredDeliveries, filterValues } from '../views/deliveryViews.ts';

/** What was put back, and what still waits although it was asked for. */
export interface PutBack {
  readonly deliveries: number;
  /** Their subscriptions have ended. */
  readonly ended: number;
}

/**
 * Puts deliveries back as a whole, as if nothing had been tried: they are due at once, and the holds on their targets end with the
 * first that goes through. What is sent stays sent; what is in hand is left to whoever has it.
 */
export const retryDeliveries = (db: Transactional, filter: DeliveryFilter, now: Date): Promise<PutBack> =>
  db.transaction(async (tx) => {
    const found = await tx.query<{ id: number; targetId: number; isListening: boolean }>(
      `SELECT d.id, d.target_id AS "targetId", (${isListening}) AS "isListening" ${filteredDeliveries}
          AND d.state <> 'sent' AND (d.leased_until IS NULL OR d.leased_until < lease_now())
        ORDER BY d.id FOR UPDATE OF d`,
      [...filterValues(filter)],
    );
    const wanted = found.filter((row) => row.isListening);
    await tx.execute(
      `UPDATE deliveries SET state = 'pending', attempts = 0, refusals = 0, due_at = $2, settled_at = NULL,
              quarantined_at = NULL, unsettled_claims = 0
        WHERE id = ANY ($1::bigint[])`,
      [wanted.map(({ id }) => id), now],
    );
    await endHoldsOn(tx, [...new Set(wanted.map(({ targetId }) => targetId))], now);
    return { deliveries: wanted.length, ended: found.length - wanted.length };
  });

/** One delivery goes first now, and its success ends the hold. */
const endHoldsOn = (tx: Queryable, targetIds: readonly number[], now: Date) =>
  tx.execute(
    `UPDATE holds AS h SET held_until = $2 FROM targets AS t
      WHERE t.id = ANY ($1::bigint[]) AND h.held_until > $2 AND ${concernsTarget}`,
    [targetIds, now],
  );

/** Null: there is no target of that number that is switched off or held. Else how many messages wait for it. */
export const resumeTarget = (db: Transactional, id: number, now: Date): Promise<number | null> =>
  db.transaction(async (tx) => {
    const resumed = await tx.execute(
      `UPDATE targets AS t
          SET suppressed_at = NULL, suppressed_because = NULL, suppression_told = false, refusals = 0, unknown_recipients = 0
        WHERE id = $1 AND (suppressed_at IS NOT NULL OR EXISTS (SELECT FROM holds AS h WHERE ${concernsTarget}))`,
      [id],
    );
    if (resumed === 0) return null;
    await endHoldsOn(tx, [id], now);
    return tx.execute(
      `UPDATE deliveries SET due_at = $2, refusals = 0
        WHERE target_id = $1 AND state IN ${unsentStates} AND quarantined_at IS NULL`,
      [id, now],
    );
  });
