import type { FoldedArticle } from '../../../ports/consoleStore.ts';
import type { Database } from '../database.ts';

/** The first article of the fold group that article revision `of` is in, where that is another one: a table `o`. */
export const originalOf = (of: string): string => `
  SELECT p.article_id, p.seen_at, p.revision
    FROM fold_members AS f
    JOIN fold_members AS g ON g.fold_group_id = f.fold_group_id AND g.article_id <> f.article_id
    JOIN story_members AS p ON p.article_id = g.article_id AND p.revision = g.revision AND p.seen_at = g.seen_at AND p.sequence < ${of}.sequence
   WHERE f.article_id = ${of}.article_id AND f.revision = ${of}.revision AND f.seen_at = ${of}.seen_at
   ORDER BY p.sequence LIMIT 1`;

/** The newest articles that were taken for copies, each with the article whose copy it is. */
export const readFolded = (db: Database, limit: number): Promise<readonly FoldedArticle[]> =>
  db.query<FoldedArticle>(
    `SELECT r.saved_at AS "foldedAt", ${shown('a', 'r')} AS copy, ${shown('b', 'q')} AS original
       FROM (SELECT * FROM story_members WHERE role = 'copy' ORDER BY sequence DESC LIMIT $1) AS m
      CROSS JOIN LATERAL (${originalOf('m')}) AS o
       JOIN listed_articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
       JOIN article_revisions AS r ON r.article_id = m.article_id AND r.revision = m.revision AND r.seen_at = m.seen_at
       JOIN articles AS b ON b.id = o.article_id AND b.seen_at = o.seen_at
       JOIN article_revisions AS q ON q.article_id = o.article_id AND q.revision = o.revision AND q.seen_at = o.seen_at
      ORDER BY m.sequence DESC`,
    [limit],
  );

const shown = (article: string, revision: string): string =>
  `jsonb_build_object('articleId', ${article}.id, 'outlet', ${article}.outlet_name, 'title', ${revision}.title, 'link', ${article}.link)`;
