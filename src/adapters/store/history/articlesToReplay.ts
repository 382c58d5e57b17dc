import type { ArticleCursor, SavedBetween, StoredArticle } from '../../../pipeline/history/articleHistory.ts';
import type { ReplayStore, SettledArticle, SettledPage } from '../../../pipeline/history/replayStore.ts';
import type { Database } from '../database.ts';
import { createRuleSource, loadRuleSet } from '../rules/ruleSource.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';
import { articleOfRevision, movesOfRevision } from './newestArticles.ts';
import { saveReplayed } from './saveReplayed.ts';

export function createReplayStore(db: Database): ReplayStore {
  return {
    currentRuleSet: createRuleSource(db).currentRuleSet,
    loadRuleSet: (number) => loadRuleSet(db, number),
    settledArticles: (range, after, limit) => settledArticles(db, range, after, limit),
    saveReplayed: (rematched, options) => saveReplayed(db, rematched, options),
  };
}

type Row = ArticleRow &
  Pick<StoredArticle, 'moves'> &
  Omit<SettledArticle, 'article'> & {
    readonly isOnItsWay: boolean;
  };

/** What has left the pipeline never comes back to it, so it may be saved for later without another look. */
async function settledArticles(
  db: Database,
  { since, until }: SavedBetween,
  after: ArticleCursor,
  limit: number,
): Promise<SettledPage> {
  const rows = await db.query<Row>(
    `SELECT ${articleColumns}, ${movesOfRevision},
            (SELECT fold_group_id FROM fold_members AS f
              WHERE f.article_id = r.article_id AND f.revision = r.revision AND f.seen_at = r.seen_at) AS "foldGroupId",
            ARRAY(SELECT DISTINCT v.rule_id FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id
                   WHERE m.article_id = r.article_id AND m.revision = r.revision AND m.seen_at = r.seen_at) AS "matchedRules",
            EXISTS (SELECT FROM pipeline_items AS i
                     WHERE i.article_id = r.article_id AND i.revision = r.revision) AS "isOnItsWay"
       FROM (SELECT * FROM article_revisions
              WHERE saved_at >= $1 AND saved_at <= $2
                AND (saved_at, article_id, revision) > ($3::timestamptz, $4::bigint, $5::integer)
              ORDER BY saved_at, article_id, revision LIMIT $6) AS r
       ${articleOfRevision}
      ORDER BY r.saved_at, r.article_id, r.revision`,
    [since, until, after.savedAt, after.articleId, after.revision, limit],
  );
  const settled = rows.filter(({ isOnItsWay }) => !isOnItsWay);
  return {
    settled: settled.map((row) => ({
      article: { ...toArticle(row), moves: row.moves },
      foldGroupId: row.foldGroupId,
      matchedRules: row.matchedRules,
    })),
    onTheirWay: rows.length - settled.length,
    last: rows.at(-1) ?? null,
  };
}
