import { digest } from '../../../domain/articles/identity.ts';
import type { StoredArticle } from '../../../pipeline/history/articleHistory.ts';
import type { ExplainStore } from '../../../pipeline/history/explainQuery.ts';
import type { Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';
import { movesOfRevision } from './newestArticles.ts';

export const createExplainStore = (db: Queryable): ExplainStore => ({
  articleOf: (articleId) => newestRevision(db, articleId),
  async articleOfLink(link) {
    const [row] = await db.query<{ articleId: number }>(
      `SELECT article_id AS "articleId" FROM article_identities WHERE kind = 'link' AND scope = '' AND key = decode($1, 'hex')`,
      [digest(link)],
    );
    return row === undefined ? null : newestRevision(db, row.articleId);
  },
});

/** Null: there is no such article, or retention dropped it. */
export async function newestRevision(db: Queryable, articleId: number): Promise<StoredArticle | null> {
  const [row] = await db.query<ArticleRow & Pick<StoredArticle, 'moves'>>(
    `SELECT ${articleColumns}, ${movesOfRevision}
       FROM listed_articles AS a
       JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at AND r.revision = a.latest_revision
      WHERE a.id = $1`,
    [articleId],
  );
  return row === undefined ? null : { ...toArticle(row), moves: row.moves };
}
