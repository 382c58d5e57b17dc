import type { ClaimedArticle, MatchedArticle, MatchStore } from '../../../pipeline/match/matchStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database } from '../database.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from '../shared/articleRows.ts';
import { type LeasedTable, leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, settled } from '../shared/leases.ts';
import { keysLiteral, savingEntries } from '../shared/searchEntries.ts';

const table = leasedTables.toMatch;

export function createMatchStore(db: Database): MatchStore {
  return {
    ...createLeaseKeeper(db, table),
    claimForMatch: (limit) => claim(db, table, 'unsettled_claims = 0', limit),
    claimSuspect: () => claim(db, suspects, 'unsettled_claims > 0', 1),
    suspect: (leases) => suspect(db, leases),
    settleMatched: (matched) => settleMatched(db, matched),
  };
}

/** One that may be innocent comes before one that has failed again. */
const suspects: LeasedTable = { ...table, order: `unsettled_claims, ${table.order}` };

async function claim(
  db: Database,
  from: LeasedTable,
  which: string,
  limit: number,
): Promise<readonly ClaimedArticle[]> {
  const rows = await db.query<ArticleRow & { key: number; leaseNumber: number }>(
    `${claiming(from, which)}
     SELECT claimed.key, claimed.lease_number AS "leaseNumber", ${articleColumns}
       FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}
      ORDER BY claimed.key`,
    [limit],
  );
  return rows.map((row) => ({ lease: { id: row.key, number: row.leaseNumber }, article: toArticle(row) }));
}

/**
 * The first failure counts as two, which takes the article out of its feed's line (see `toPlace`), and it is free at once. After
 * further ones its lease runs out.
 */
async function suspect(db: Database, leases: readonly Lease[]): Promise<void> {
  await db.execute(
    `UPDATE pipeline_items AS i SET leased_until = NULL, unsettled_claims = 2
       FROM unnest($1::bigint[], $2::bigint[]) AS lease (id, number)
      WHERE i.sequence = lease.id AND i.lease_number = lease.number AND leased_until IS NOT NULL AND unsettled_claims = 1`,
    [leases.map(({ id }) => id), leases.map(({ number }) => number)],
  );
}

/** Rule set 0 is the empty one, before the first rule; it has no row to refer to. */
function settleMatched(db: Database, matched: readonly MatchedArticle[]): Promise<number> {
  const rows = matched.map(({ lease, ruleSet, matches, reading, entry }) => ({
    sequence: lease.id,
    lease: lease.number,
    ruleSet: ruleSet === 0 ? null : ruleSet,
    matches,
    reading,
    ...(entry && { figures: entry.figures, keys: keysLiteral(entry.keys) }),
  }));
  return db.execute(
    `WITH given AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS m (sequence bigint, lease bigint, "ruleSet" integer, matches jsonb, reading jsonb, figures jsonb, keys text)
     ), matched AS (
       UPDATE pipeline_items AS i
          SET step = 'story', rule_set = m."ruleSet", text_matches = m.matches, reading = m.reading, ${settled}
         FROM given AS m
        WHERE i.sequence = m.sequence AND i.lease_number = m.lease AND i.leased_until IS NOT NULL
       RETURNING i.article_id, i.revision, i.seen_at, m.figures, m.keys
     ), indexed AS (${savingEntries('matched AS n')})
     SELECT FROM matched`,
    [JSON.stringify(rows)],
  );
}
