import type {
  ArticleViews,
  FoldedWith,
  MatchOfArticle,
  ShownRevision,
  StoryOfArticle,
  WholeArticle,
} from '../../../ports/wholeArticle.ts';
import type { Queryable } from '../database.ts';
import { newestRevision } from '../history/explainedArticles.ts';

/** One article with all that became of it; nothing here locks or writes. */
export const createArticleViews = (db: Queryable): ArticleViews => ({
  article: (articleId) => readWholeArticle(db, articleId),
  feedChoices: () =>
    db.query('SELECT id, name FROM listed_feeds WHERE removed_at IS NULL ORDER BY lower(name), id LIMIT 2000'),
});

async function readWholeArticle(db: Queryable, articleId: number): Promise<WholeArticle | null> {
  const newest = await newestRevision(db, articleId);
  if (newest === null) return null;
  const { moves, ...article } = newest;
  // With seen_at each of these looks into one month only.
  const values = [articleId, article.seenAt];
  const [revisions, stories, copies, matches] = await Promise.all([
    db.query<ShownRevision>(revisionsSql, values),
    db.query<StoryOfArticle>(storySql, values),
    db.query<FoldedWith>(copiesSql, values),
    db.query<MatchOfArticle>(matchesSql, values),
  ]);
  return { article, moves, revisions, story: stories[0] ?? null, copies, matches };
}

const revisionsSql = `
  SELECT r.revision, r.saved_at AS "savedAt", r.title, coalesce(r.content_text, r.summary, '') AS body
    FROM article_revisions AS r WHERE r.article_id = $1 AND r.seen_at = $2 ORDER BY r.revision`;

/** Where its newest placed revision is; after a merge, the story that stayed. */
const storySql = `
  SELECT coalesce(o.id, s.id) AS id, coalesce(o.title, s.title) AS title, m.role
    FROM story_members AS m
    JOIN stories AS s ON s.id = m.story_id
    LEFT JOIN stories AS o ON o.id = s.merged_into
   WHERE m.article_id = $1 AND m.seen_at = $2 ORDER BY m.revision DESC LIMIT 1`;

const copiesSql = `
  SELECT DISTINCT ON (b.seen_at, b.id) b.id AS "articleId", b.outlet_name AS outlet, q.title, b.link, b.seen_at AS "seenAt"
    FROM fold_members AS f
    JOIN fold_members AS g ON g.fold_group_id = f.fold_group_id AND g.article_id <> f.article_id
    JOIN articles AS b ON b.id = g.article_id AND b.seen_at = g.seen_at
    JOIN article_revisions AS q ON q.article_id = g.article_id AND q.revision = g.revision AND q.seen_at = g.seen_at
   WHERE f.article_id = $1 AND f.seen_at = $2 ORDER BY b.seen_at, b.id LIMIT 50`;

const matchesSql = `
  SELECT v.rule_id AS "ruleId", v.name AS "ruleName", v.revision AS "ruleRevision", v.to_set IS NULL AS "isInForce",
         m.revision AS "articleRevision", m.matched_at AS "matchedAt", m.spans
    FROM matches AS m JOIN listed_rule_revisions AS v ON v.id = m.rule_revision_id
   WHERE m.article_id = $1 AND m.seen_at = $2
   ORDER BY m.revision DESC, v.to_set IS NULL DESC, v.rule_id, v.revision DESC LIMIT 200`;
