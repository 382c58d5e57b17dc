import { type Lease, type LeaseKeeper, leaseSeconds, maxUnsettledClaims } from '../../../ports/lease.ts';
import type { Database } from '../database.ts';
import { allLeased, type LeasedTable } from './leasedTables.ts';

/** Nobody has the row in hand, and it may be taken. */
export const isFree = 'quarantined_at IS NULL AND (leased_until IS NULL OR leased_until < lease_now())';

/**
 * The start of a claiming statement: `claimed (key, lease_number)` holds the rows that are now ours. `$1` is the most to
 * take, `$2` the instant where it matters what is due. `also` (SQL) narrows this one claim; it may use the parameters after.
 *
 * A row whose earlier claim ended without settling is a suspect: its process may have died of it. It is claimed alone,
 * so that it takes no others with it, and quarantined after the last allowed claim.
 */
export const claiming = ({ name, key, due, order }: LeasedTable, also = 'true'): string => `
  WITH claimable AS (
    SELECT ${key} AS key, unsettled_claims, row_number() OVER (ORDER BY ${order}) AS place
      FROM (SELECT * FROM ${name}
             WHERE ${due('$2')} AND (${also}) AND ${isFree}
             ORDER BY ${order}
             LIMIT $1
               FOR UPDATE SKIP LOCKED) AS ${name}
  ), quarantined AS (
    UPDATE ${name} SET quarantined_at = lease_now(), leased_until = NULL
      FROM claimable
     WHERE ${name}.${key} = claimable.key AND claimable.unsettled_claims >= ${maxUnsettledClaims}
  ), first AS (
    SELECT key, unsettled_claims FROM claimable WHERE unsettled_claims < ${maxUnsettledClaims} ORDER BY place LIMIT 1
  ), claimed AS (
    UPDATE ${name}
       SET lease_number = lease_number + 1,
           leased_until = lease_now() + interval '${leaseSeconds} seconds',
           unsettled_claims = ${name}.unsettled_claims + 1
      FROM claimable, first
     WHERE ${name}.${key} = claimable.key
       AND CASE WHEN first.unsettled_claims = 0 THEN claimable.unsettled_claims = 0 ELSE claimable.key = first.key END
    RETURNING ${name}.${key} AS key, ${name}.lease_number
  )`;

/** True while the row named by `$1` is still held under the number `$2`. */
export const isHeld = ({ key }: Pick<LeasedTable, 'key'>): string =>
  `${key} = $1 AND lease_number = $2 AND leased_until IS NOT NULL`;

/** What settling does to the lease itself. */
export const settled = 'leased_until = NULL, unsettled_claims = 0';

export function createLeaseKeeper(db: Database, { name, key }: LeasedTable): LeaseKeeper {
  const change = async (leases: readonly Lease[], set: string) => {
    await db.execute(
      `UPDATE ${name} SET ${set}
         FROM unnest($1::bigint[], $2::bigint[]) AS lease (id, number)
        WHERE ${name}.${key} = lease.id AND ${name}.lease_number = lease.number AND leased_until IS NOT NULL`,
      [leases.map(({ id }) => id), leases.map(({ number }) => number)],
    );
  };
  return {
    renew: (leases) => change(leases, `leased_until = lease_now() + interval '${leaseSeconds} seconds'`),
    release: (leases) => change(leases, 'leased_until = NULL, unsettled_claims = greatest(unsettled_claims - 1, 0)'),
  };
}

/**
 * Frees the claims that were made before `joinedAt` (the database's time). Only for a process that found itself alone
 * then: they are claims of the dead. They stay counted, so a row that kills its process is still found out.
 */
export async function voidLeases(db: Database, joinedAt: Date): Promise<void> {
  for (const name of new Set(allLeased.map((table) => table.name))) {
    await db.execute(
      `UPDATE ${name} SET leased_until = NULL WHERE leased_until <= $1::timestamptz + interval '${leaseSeconds} seconds'`,
      [joinedAt],
    );
  }
}
