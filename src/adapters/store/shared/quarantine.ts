import type { Database } from '../database.ts';
import { allLeased, leasedTables } from './leasedTables.ts';

/** What can be quarantined after repeated crashes, by the name that ops know it by. */
export type QuarantinedKind = (typeof leasedTables)[keyof typeof leasedTables]['knownAs'];
export const quarantinedKinds: readonly QuarantinedKind[] = [
  ...new Set(Object.values(leasedTables).map(({ knownAs }) => knownAs)),
];

/** Gives back to their steps what was quarantined, with the crashes forgotten; how many rows. */
export async function releaseQuarantined(db: Database, kind: QuarantinedKind): Promise<number> {
  const names = new Set(allLeased.filter(({ knownAs }) => knownAs === kind).map(({ name }) => name));
  let released = 0;
  for (const name of names) {
    released += await db.execute(
      `UPDATE ${name} SET quarantined_at = NULL, unsettled_claims = 0 WHERE quarantined_at IS NOT NULL`,
    );
  }
  return released;
}
