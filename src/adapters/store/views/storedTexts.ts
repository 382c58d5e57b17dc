import { bodyOf } from '../../../domain/articles/article.ts';
import { canonicalLink } from '../../../domain/articles/canonicalLink.ts';
import { digest } from '../../../domain/articles/identity.ts';
import { publishedLocally } from '../../../domain/articles/publishedLocally.ts';
import type { CaseText } from '../../../domain/rules/ruleCase.ts';
import type { Queryable } from '../database.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';

/** The text of a stored article revision, as a test case keeps it. */
export const storedTextOf = (db: Queryable, articleId: number, revision: number): Promise<CaseText | null> =>
  readText(db, 'a.id = $1 AND r.revision = $2', [articleId, revision]);

/** The newest stored revision at an address, whatever its tracking parameters. */
export async function storedTextAt(db: Queryable, address: string): Promise<CaseText | null> {
  const link = canonicalLink(address);
  if (link === null) return null;
  const [found] = await db.query<{ articleId: number }>(
    `SELECT article_id AS "articleId" FROM article_identities
      WHERE kind = 'link' AND scope = '' AND key = decode($1, 'hex') AND article_id > 0`,
    [digest(link)],
  );
  return found === undefined ? null : readText(db, 'a.id = $1', [found.articleId]);
}

async function readText(db: Queryable, which: string, values: readonly unknown[]): Promise<CaseText | null> {
  const [row] = await db.query<ArticleRow>(
    `SELECT ${articleColumns}
       FROM listed_articles AS a JOIN article_revisions AS r ON r.article_id = a.id AND r.seen_at = a.seen_at
      WHERE ${which} ORDER BY r.revision DESC LIMIT 1`,
    [...values],
  );
  if (row === undefined) return null;
  const article = toArticle(row);
  const { title, lang, outlet } = article;
  return { title, body: bodyOf(article), lang, outlet, publishedISO: publishedLocally(article) };
}
