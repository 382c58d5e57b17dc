import type { MatchedNews } from '../../../domain/digests/notifications.ts';
import type { RuleRevision } from '../../../domain/rules/rule.ts';
import type { Span } from '../../../domain/rules/span.ts';
import type { StoryNews } from '../../../domain/stories/storyNews.ts';
import type { PlannableArticle, PlannableNews, PlannedArticle, PlanStore } from '../../../pipeline/plan/planStore.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Database, Queryable } from '../database.ts';
import { ruleColumns } from '../rules/ruleSource.ts';
import { type ArticleRow, articleColumns, articleOfItem, toArticle } from '../shared/articleRows.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, createLeaseKeeper, isHeld } from '../shared/leases.ts';
import { toSubscription } from '../subscribers/subscriptionRows.ts';
import { claimDueSubscription, planClaimed } from './dueSubscriptions.ts';
import { pausedRules, saveNotifications, watching } from './notificationLog.ts';
import { loadNotifiedFigures } from './notifiedStories.ts';
import { endMuteOf, loadMute } from './storyMutes.ts';

const table = leasedTables.toPlan;

export function createPlanStore(db: Database): PlanStore {
  return {
    ...createLeaseKeeper(db, table),
    claimForPlan: (limit) => claimForPlan(db, limit),
    settlePlanned: (lease, planned, now) => db.transaction((tx) => settlePlanned(tx, lease, planned, now)),
    releaseSubscriptions: createLeaseKeeper(db, leasedTables.subscriptions).release,
    claimDueSubscription: (now) => claimDueSubscription(db, now),
    planClaimed: (lease, now, plan) => db.transaction((tx) => planClaimed(tx, lease, now, plan)),
  };
}

type ItemRow = ArticleRow & {
  readonly key: number;
  readonly leaseNumber: number;
  readonly foldGroupId: number;
  readonly ruleSet: number | null;
  readonly storyId: number | null;
  readonly storyTitle: string | null;
  readonly storyNews: StoryNews | null;
};

/** Planners claim in turn: one that passed by the rows that another is about to claim would overtake it. */
async function claimForPlan(db: Database, limit: number): Promise<readonly PlannableArticle[]> {
  const items = await db.transaction(async (tx) => {
    await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.plan'))");
    return tx.query<ItemRow>(
      `${claiming(table)}
       SELECT claimed.key, claimed.lease_number AS "leaseNumber", i.fold_group_id AS "foldGroupId", i.rule_set AS "ruleSet",
              i.story_id AS "storyId", i.story_news AS "storyNews", s.title AS "storyTitle", ${articleColumns}
         FROM claimed JOIN pipeline_items AS i ON i.sequence = claimed.key ${articleOfItem}
         LEFT JOIN stories AS s ON s.id = i.story_id
        ORDER BY claimed.key`,
      [limit],
    );
  });
  return items.map((item) => ({
    lease: { id: item.key, number: item.leaseNumber },
    load: (now) => newsOf(db, item, now),
  }));
}

async function newsOf(db: Database, item: ItemRow, now: Date): Promise<PlannableNews> {
  const found = await matchesOf(db, item);
  const following = await rulesOfStory(db, item);
  const all = [...found.map(({ rule }) => rule.ruleId), ...following.map(({ ruleId }) => ruleId)];
  const paused = await pausedRules(db, all, now);
  const matches = found.filter(({ rule }) => !paused.has(rule.ruleId));
  const rules = following.filter(({ ruleId }) => !paused.has(ruleId));
  const ruleIds = [...matches.map(({ rule }) => rule.ruleId), ...rules.map(({ ruleId }) => ruleId)];
  const subscriptions = ruleIds.length === 0 ? [] : (await watching(db, ruleIds)).map(toSubscription);
  const { foldGroupId, storyId, storyTitle, storyNews } = item;
  const about = {
    ...{ article: toArticle(item), foldGroupId, matches, subscriptions },
    paused: found.flatMap(({ rule }) => (paused.has(rule.ruleId) ? [rule.ruleId] : [])),
  };
  if (storyId === null || storyTitle === null || storyNews === null) return { ...about, story: null };
  const notified = await loadNotifiedFigures(
    db,
    storyId,
    subscriptions.map(({ id }) => id),
  );
  const mute = await loadMute(db, storyId);
  return { ...about, story: { id: storyId, title: storyTitle, news: storyNews, rules, notified, mute } };
}

/** The rules that have matched the article's story, as they stand in the set that it was matched against. */
async function rulesOfStory(db: Database, { storyNews, ruleSet }: ItemRow): Promise<readonly RuleRevision[]> {
  if (storyNews === null || ruleSet === null || storyNews.facts.length === 0) return [];
  return db.query<RuleRevision>(
    `SELECT ${ruleColumns} FROM rule_revisions AS v
      WHERE v.rule_id = ANY ($1::text[]) AND v.from_set <= $2 AND (v.to_set IS NULL OR v.to_set > $2) ORDER BY v.rule_id`,
    [storyNews.ruleIds, ruleSet],
  );
}

async function matchesOf(db: Database, item: ItemRow): Promise<MatchedNews['matches']> {
  const rows = await db.query<RuleRevision & { spans: readonly Span[] }>(
    `SELECT ${ruleColumns}, m.spans
       FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id
      WHERE m.article_id = $1 AND m.revision = $2 AND m.seen_at = $3 ORDER BY v.rule_id`,
    [item.articleId, item.revision, item.seenAt],
  );
  return rows.map(({ spans, ...rule }) => ({ rule, spans }));
}

async function settlePlanned(
  tx: Queryable,
  lease: Lease,
  { notifications, paused, unmutedStoryId }: PlannedArticle,
  now: Date,
): Promise<boolean> {
  const [done] = await tx.query<{ articleId: number; revision: number }>(
    `DELETE FROM pipeline_items WHERE ${isHeld(table)} RETURNING article_id AS "articleId", revision`,
    [lease.id, lease.number],
  );
  if (done === undefined) return false;
  if (unmutedStoryId !== null) await endMuteOf(tx, unmutedStoryId, now);
  if (paused.length > 0)
    await tx.execute(
      `UPDATE matches AS m SET unnotified = true
         FROM rule_revisions AS v
        WHERE m.article_id = $1 AND m.revision = $2 AND v.id = m.rule_revision_id AND v.rule_id = ANY ($3::text[])`,
      [done.articleId, done.revision, paused],
    );
  await saveNotifications(tx, notifications, now);
  return true;
}
