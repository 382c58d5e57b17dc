import type { SavedBetween } from '../../../pipeline/history/articleHistory.ts';
import type { ForecastStore, Placement, StoryMoved } from '../../../pipeline/history/forecastRule.ts';
import type { Candidate } from '../../../pipeline/history/searchStore.ts';
import type { Queryable } from '../database.ts';
import { watching } from '../plan/notificationLog.ts';
import { type ArticleRow, articleColumns, toArticle } from '../shared/articleRows.ts';
import { toSubscription } from '../subscribers/subscriptionRows.ts';
import { articleOfRevision, movesOfRevision } from './newestArticles.ts';

export const createForecastStore = (db: Queryable): ForecastStore => ({
  subscriptionsOf: async (ruleId) => (await watching(db, [ruleId])).map(toSubscription),
  placements: (candidates) => placements(db, candidates),
  movesOfStories: (storyIds, range) => movesOfStories(db, storyIds, range),
});

const placements = (db: Queryable, candidates: readonly Candidate[]): Promise<readonly Placement[]> =>
  db.query<Placement>(
    `SELECT (SELECT f.fold_group_id FROM fold_members AS f
              WHERE f.article_id = n.article_id AND f.revision = n.revision AND f.seen_at = n.seen_at) AS "foldGroupId",
            (SELECT jsonb_build_object('id', s.id, 'title', s.title)
               FROM story_members AS m JOIN stories AS s ON s.id = m.story_id
              WHERE m.article_id = n.article_id AND m.revision = n.revision AND m.seen_at = n.seen_at) AS story
       FROM unnest($1::bigint[], $2::integer[], $3::timestamptz[]) WITH ORDINALITY AS n (article_id, revision, seen_at, place)
      ORDER BY n.place`,
    [
      candidates.map(({ articleId }) => articleId),
      candidates.map(({ revision }) => revision),
      candidates.map(({ seenAt }) => seenAt),
    ],
  );

type MovedRow = ArticleRow &
  Pick<StoryMoved, 'moves' | 'foldGroupId'> & { readonly storyId: number; readonly storyTitle: string };

async function movesOfStories(
  db: Queryable,
  storyIds: readonly number[],
  { since, until }: SavedBetween,
): Promise<readonly StoryMoved[]> {
  const rows = await db.query<MovedRow>(
    `SELECT ${articleColumns}, ${movesOfRevision}, s.id AS "storyId", s.title AS "storyTitle",
            (SELECT f.fold_group_id FROM fold_members AS f
              WHERE f.article_id = r.article_id AND f.revision = r.revision AND f.seen_at = r.seen_at) AS "foldGroupId"
       FROM (SELECT DISTINCT story_id, article_id, revision FROM moves
              WHERE story_id = ANY ($1::bigint[]) AND article_id IS NOT NULL) AS v
       JOIN story_members AS m ON m.story_id = v.story_id AND m.article_id = v.article_id AND m.revision = v.revision
       JOIN stories AS s ON s.id = m.story_id
       JOIN article_revisions AS r ON r.article_id = m.article_id AND r.revision = m.revision AND r.seen_at = m.seen_at
       ${articleOfRevision}
      WHERE r.saved_at >= $2 AND r.saved_at <= $3
      ORDER BY r.saved_at, r.article_id, r.revision`,
    [storyIds, since, until],
  );
  return rows.map(({ storyId, storyTitle, moves, foldGroupId, ...row }) => ({
    article: { ...toArticle(row), summary: null, contentText: null },
    ...{ moves, foldGroupId, story: { id: storyId, title: storyTitle } },
  }));
}
