import type { ClaimedArticle, MatchedArticle, MatchStore } from '../../../pipeline/match/matchStore.ts';
import type { Database } from '../database.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from '../shared/articleRows.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, settled } from '../shared/leases.ts';

const table = leasedTables.toMatch;

export function createMatchStore(db: Database): MatchStore {
  return {
    ...createLeaseKeeper(db, table),
    claimForMatch: (limit, which = 'all') => claimForMatch(db, limit, which),
    settleMatched: (matched) => settleMatched(db, matched),
  };
}

async function claimForMatch(
  db: Database,
  limit: number,
  which: 'all' | 'untried',
): Promise<readonly ClaimedArticle[]> {
  const rows = await db.query<ArticleRow & { key: number; leaseNumber: number }>(
    `${claiming(table, "($2 = 'all' OR unsettled_claims = 0)")}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}
      ORDER BY claimed.key`,
    [limit, which],
  );
  return rows.map((row) => ({ lease: { id: row.key, number: row.leaseNumber }, article: toArticle(row) }));
}

/** Rule set 0 is the empty one, before the first rule; it has no row to refer to. */
function settleMatched(db: Database, matched: readonly MatchedArticle[]): Promise<number> {
  const rows = matched.map(({ lease, ruleSet, matches, reading }) => ({
    sequence: lease.id,
    lease: lease.number,
    ruleSet: ruleSet === 0 ? null : ruleSet,
    matches,
    reading,
  }));
  return db.execute(
    `UPDATE pipeline_items AS i
        SET step = 'story', rule_set = m."ruleSet", text_matches = m.matches, reading = m.reading, ${settled}
       FROM jsonb_to_recordset($1::jsonb) AS m (sequence bigint, lease bigint, "ruleSet" integer, matches jsonb, reading jsonb)
      WHERE i.sequence = m.sequence AND i.lease_number = m.lease AND i.leased_until IS NOT NULL`,
    [JSON.stringify(rows)],
  );
}
