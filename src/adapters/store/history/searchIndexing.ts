import { searchIndexVersion } from '../../../domain/rules/search/searchKeys.ts';
import type { ArticleCursor } from '../../../pipeline/history/articleHistory.ts';
import type { IndexedRevision, SearchIndexStore } from '../../../pipeline/history/indexArticles.ts';
import type { UnindexedPage } from '../../../pipeline/history/searchStore.ts';
import type { Database } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';
import { keysLiteral, savingEntries } from '../shared/searchEntries.ts';
import { readCoverage, saveCoverage } from './searchCoverage.ts';

export const createSearchIndexStore = (db: Database): SearchIndexStore => ({
  coverage: () => readCoverage(db),
  saveCoverage: (coverage) => saveCoverage(db, coverage),
  async oldestUnread() {
    const [row] = await db.query<{ at: Date | null }>(
      `SELECT min(r.saved_at) AS at
         FROM pipeline_items AS i JOIN article_revisions AS r ON r.article_id = i.article_id AND r.revision = i.revision AND r.seen_at = i.seen_at
        WHERE i.step = 'read'`,
    );
    return row?.at ?? null;
  },
  unindexed: (since, before, limit) => unindexed(db, since, before, limit),
  saveEntries: (entries) => saveEntries(db, entries),
});

type Row = ArticleRow & { readonly isIndexed: boolean };

async function unindexed(
  db: Database,
  since: Date | null,
  before: ArticleCursor,
  limit: number,
): Promise<UnindexedPage> {
  const places = await db.query<ArticleCursor & { readonly seenAt: Date; readonly isIndexed: boolean }>(
    `SELECT r.article_id AS "articleId", r.revision, r.seen_at AS "seenAt", r.saved_at AS "savedAt",
            EXISTS (SELECT FROM search_entries AS s
                     WHERE s.article_id = r.article_id AND s.revision = r.revision AND s.seen_at = r.seen_at AND s.version = $6) AS "isIndexed"
       FROM (SELECT article_id, revision, seen_at, saved_at FROM article_revisions
              WHERE saved_at >= coalesce($1, '-infinity'::timestamptz) AND (saved_at, article_id, revision) < ($2::timestamptz, $3::bigint, $4::integer)
              ORDER BY saved_at DESC, article_id DESC, revision DESC LIMIT $5) AS r
      ORDER BY r.saved_at DESC, r.article_id DESC, r.revision DESC`,
    [since, before.savedAt, before.articleId, before.revision, limit, searchIndexVersion],
  );
  const missing = places.filter(({ isIndexed }) => !isIndexed);
  const rows = await db.query<Row>(
    `SELECT ${articleColumns}
       FROM unnest($1::bigint[], $2::integer[], $3::timestamptz[]) AS n (article_id, revision, seen_at)
       JOIN article_revisions AS r ON r.article_id = n.article_id AND r.revision = n.revision AND r.seen_at = n.seen_at
       JOIN articles AS a ON a.id = r.article_id AND a.seen_at = r.seen_at`,
    [
      missing.map(({ articleId }) => articleId),
      missing.map(({ revision }) => revision),
      missing.map(({ seenAt }) => seenAt),
    ],
  );
  return {
    articles: rows.map((row) => ({ ...toArticle(row), moves: [] })),
    last: places.length < limit ? null : (places.at(-1) ?? null),
  };
}

const saveEntries = (db: Database, entries: readonly IndexedRevision[]): Promise<number> =>
  db.execute(
    savingEntries(`(
      SELECT "articleId" AS article_id, revision, "seenAt" AS seen_at, figures, keys FROM jsonb_to_recordset($1::jsonb) AS j (
        "articleId" bigint, revision integer, "seenAt" timestamptz, figures jsonb, keys text)) AS n`),
    [JSON.stringify(entries.map((entry) => ({ ...entry, keys: keysLiteral(entry.keys) })))],
  );
