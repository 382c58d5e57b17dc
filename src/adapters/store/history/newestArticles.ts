import type { ArticlePages, StoredArticle } from '../../../pipeline/history/articleHistory.ts';
import type { Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';

export const createArticlePages = (db: Queryable): ArticlePages => ({
  async newestArticles(since, before, limit) {
    const rows = await db.query<ArticleRow & Pick<StoredArticle, 'moves'>>(
      `SELECT ${articleColumns}, ${movesOfRevision}
         FROM (SELECT * FROM article_revisions
                WHERE saved_at >= $1 AND (saved_at, article_id, revision) < ($2::timestamptz, $3::bigint, $4::integer)
                ORDER BY saved_at DESC, article_id DESC, revision DESC LIMIT $5) AS r
         ${articleOfRevision}
        ORDER BY r.saved_at DESC, r.article_id DESC, r.revision DESC`,
      [since, before.savedAt, before.articleId, before.revision, limit],
    );
    return rows.map((row) => ({ ...toArticle(row), moves: row.moves }));
  },
});

/** Joins the article of a revision `r`; its seen_at finds the one partition. */
export const articleOfRevision = 'JOIN listed_articles AS a ON a.id = r.article_id AND a.seen_at = r.seen_at';

/** A row `v` of moves as a fact. */
export const moveFactOf = `
  jsonb_build_object(
    'kind', 'move', 'figure', v.kind,
    'from', CASE WHEN v.from_min IS NOT NULL THEN jsonb_build_object('min', v.from_min, 'max', v.from_max) END,
    'to', CASE WHEN v.to_min IS NOT NULL THEN jsonb_build_object('min', v.to_min, 'max', v.to_max) END,
    'attribution', v.attribution, 'outlet', v.outlet, 'asOf', coalesce(to_jsonb(v.as_of_day), to_jsonb(v.as_of)), 'quote', v.quote)
  || CASE WHEN v.text_from IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('textFrom', v.text_from) END`;

/** How the ledger of its story moved with the revision `r`, as facts. */
export const movesOfRevision = `
  (SELECT coalesce(jsonb_agg(${moveFactOf} ORDER BY v.id), '[]')
     FROM moves AS v WHERE v.article_id = r.article_id AND v.revision = r.revision) AS moves`;
