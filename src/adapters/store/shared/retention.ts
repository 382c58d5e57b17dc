import pg from 'pg';
import type { Database, Queryable } from '../database.ts';
import { atLeisure } from './atLeisure.ts';

const mostTries = 20;
const lockNotAvailable = '55P03';

/** What is laid out by month, in the order in which the story writer and replays take these tables. */
const partitioned = [
  ...['articles', 'article_revisions', 'fold_members', 'story_members', 'matches', 'search_entries'],
] as const;

/**
 * Drops the months of articles that lie wholly before `before`, with their places in stories, their near-duplicate memory and
 * their matches; and the identities of that time. Stories, claims and moves stay: they copy what they show. A month with an
 * article still on its way stays. Messages hold copies, so nothing undelivered is touched. Answers the months that stay because
 * their tables were in use all the time.
 */
export async function dropOldMonths(db: Database, before: Date, tries = mostTries): Promise<readonly string[]> {
  const cutoff = before.toISOString().slice(0, 7).replace('-', '_');
  const inUse: string[] = [];
  for (const month of await monthsBefore(db, cutoff)) if (!(await dropOnceFree(db, month, tries))) inUse.push(month);
  await atLeisure(db, (tx) => tx.execute('DELETE FROM article_identities WHERE last_seen_at < $1', [before]));
  return inUse;
}

/** Stories that were silent since then take no more articles: nobody asks any more what theirs are like. */
export async function forgetSilentStories(db: Database, silentSince: Date): Promise<void> {
  await atLeisure(db, (tx) =>
    tx.execute(
      `UPDATE story_members SET profile = NULL
        WHERE profile IS NOT NULL AND story_id IN (SELECT id FROM stories WHERE last_article_at < $1)`,
      [silentSince],
    ),
  );
}

/** Months as `YYYY_MM`, the way their partitions are named. */
async function monthsBefore(db: Database, cutoff: string): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'articles'::regclass ORDER BY 1`,
  );
  return rows.map(({ name }) => name.slice('articles_'.length)).filter((month) => month < cutoff);
}

/**
 * A month goes only once nobody reads these tables, and whoever comes while this waits stands behind it. So it waits for half
 * a second, gives way, and tries again: neither a long preview nor a query that takes the tables in another order makes the
 * service stand still. False: they were in use each time.
 */
async function dropOnceFree(db: Database, month: string, tries: number): Promise<boolean> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      await atLeisure(db, (tx) => dropMonth(tx, month));
      return true;
    } catch (error) {
      if (!(error instanceof pg.DatabaseError && error.code === lockNotAvailable)) throw error;
    }
  }
  return false;
}

async function dropMonth(tx: Queryable, month: string): Promise<void> {
  const from = new Date(`${month.replace('_', '-')}-01T00:00:00Z`);
  await tx.execute("SET LOCAL lock_timeout = '500ms'");
  // A poll that revises one of these articles either comes before, and its pipeline item is seen, or finds none of them.
  await tx.execute(`LOCK TABLE ${partitioned.map((parent) => `ONLY ${parent}`).join(', ')} IN ACCESS EXCLUSIVE MODE`);
  const onTheirWay = await tx.query(
    `SELECT FROM pipeline_items WHERE seen_at >= $1::timestamptz AND seen_at < $1::timestamptz + interval '1 month' LIMIT 1`,
    [from],
  );
  if (onTheirWay.length > 0) return;
  await tx.execute(`DELETE FROM served_texts WHERE article_id IN (SELECT id FROM articles_${month})`);
  for (const parent of partitioned) await tx.execute(`DROP TABLE IF EXISTS ${parent}_${month}`);
}
