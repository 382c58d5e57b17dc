import { bodyOf } from '../../../domain/articles/article.ts';
import { publishedLocally } from '../../../domain/articles/publishedLocally.ts';
import type { CaseText } from '../../../domain/rules/ruleCase.ts';
import type { Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';

/** The text of a stored article revision, as a test case keeps it. */
export async function storedTextOf(db: Queryable, articleId: number, revision: number): Promise<CaseText | null> {
  const [row] = await db.query<ArticleRow>(
    `SELECT ${articleColumns}
       FROM listed_articles AS a JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at
      WHERE a.id = $1 AND r.revision = $2`,
    [articleId, revision],
  );
  if (row === undefined) return null;
  const article = toArticle(row);
  const { title, lang, outlet } = article;
  return { title, body: bodyOf(article), lang, outlet, publishedISO: publishedLocally(article) };
}
