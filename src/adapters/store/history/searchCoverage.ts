import { searchIndexVersion } from '../../../domain/rules/search/searchKeys.ts';
import type { SearchCoverage } from '../../../pipeline/history/searchStore.ts';
import type { Queryable } from '../database.ts';

/** Null: nothing is indexed, or it was by another version. */
export async function readCoverage(db: Queryable): Promise<SearchCoverage | null> {
  const [row] = await db.query<SearchCoverage>(
    'SELECT from_at AS "from", until_at AS until FROM search_coverage WHERE version = $1',
    [searchIndexVersion],
  );
  return row ?? null;
}

export const saveCoverage = (db: Queryable, { from, until }: SearchCoverage): Promise<number> =>
  db.execute(
    `INSERT INTO search_coverage (version, from_at, until_at) VALUES ($1, $2, $3)
     ON CONFLICT (only_one) DO UPDATE SET version = excluded.version, from_at = excluded.from_at, until_at = excluded.until_at`,
    [searchIndexVersion, from, until],
  );
