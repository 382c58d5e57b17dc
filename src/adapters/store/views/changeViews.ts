import type { ChangedArticle } from '../../../ports/consoleStore.ts';
import type { Database } from '../database.ts';

/** The newest revisions that changed an article, each with the text before it. */
export const readChanges = (db: Database, limit: number): Promise<readonly ChangedArticle[]> =>
  db.query<ChangedArticle>(
    `SELECT r.saved_at AS "changedAt", r.revision, a.outlet_name AS outlet, a.link,
            ${textOf('b')} AS before, ${textOf('r')} AS after
       FROM (SELECT * FROM article_revisions WHERE revision > 1 ORDER BY saved_at DESC LIMIT $1) AS r
       JOIN listed_articles AS a ON a.id = r.article_id AND a.seen_at = r.seen_at
       JOIN article_revisions AS b ON b.article_id = r.article_id AND b.seen_at = r.seen_at AND b.revision = r.revision - 1
      ORDER BY r.saved_at DESC, r.article_id`,
    [limit],
  );

/** As the publisher gave it: the text of the feed, not of the page. */
const textOf = (row: string): string =>
  `jsonb_build_object('title', ${row}.title, 'body', coalesce(${row}.content_text, ${row}.summary, ''))`;
