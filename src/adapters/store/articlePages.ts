import type { ArticlePages } from '../../pipeline/articlePages.ts';
import { type ArticleRow, articleColumns, toArticle } from './articleRows.ts';
import type { Queryable } from './database.ts';

export const createArticlePages = (db: Queryable): ArticlePages => ({
  async newestArticles(since, before, limit) {
    const rows = await db.query<ArticleRow>(
      `SELECT ${articleColumns}
         FROM (SELECT * FROM article_revisions
                WHERE saved_at >= $1 AND (saved_at, article_id, revision) < ($2::timestamptz, $3::bigint, $4::integer)
                ORDER BY saved_at DESC, article_id DESC, revision DESC LIMIT $5) AS r
         ${articleOfRevision}
        ORDER BY r.saved_at DESC, r.article_id DESC, r.revision DESC`,
      [since, before.savedAt, before.articleId, before.revision, limit],
    );
    return rows.map(toArticle);
  },
});

/** Joins the article of a revision `r`; its seen_at finds the one partition. */
export const articleOfRevision = 'JOIN articles AS a ON a.id = r.article_id AND a.seen_at = r.seen_at';
