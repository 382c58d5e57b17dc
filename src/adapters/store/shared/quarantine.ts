import type { Queryable } from '../database.ts';
import { allLeased, type LeasedTable, leasedTables, type QuarantinedKind } from './leasedTables.ts';

export const quarantinedKinds: readonly QuarantinedKind[] = [
  ...new Set(Object.values(leasedTables).map(({ knownAs }) => knownAs)),
];

const tablesOf = (kinds: readonly QuarantinedKind[]): readonly LeasedTable[] => [
  ...new Map(allLeased.filter(({ knownAs }) => kinds.includes(knownAs)).map((table) => [table.name, table])).values(),
];

const countOf = ({ name, keepsRemoved }: LeasedTable): string =>
  `(SELECT count(*) FROM ${name} WHERE quarantined_at IS NOT NULL${keepsRemoved ? ' AND removed_at IS NULL' : ''})`;

/** How many rows of whatever kind are quarantined, without those that were removed since (SQL). */
export const quarantinedCount = `(${tablesOf(quarantinedKinds).map(countOf).join(' + ')})`;

/** Gives back to their steps what was quarantined, with the crashes forgotten; how many rows. */
export async function releaseQuarantined(db: Queryable, kind: QuarantinedKind): Promise<number> {
  let released = 0;
  for (const { name } of tablesOf([kind])) {
    released += await db.execute(
      `UPDATE ${name} SET quarantined_at = NULL, unsettled_claims = 0 WHERE quarantined_at IS NOT NULL`,
    );
  }
  return released;
}
