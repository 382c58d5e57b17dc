import type { Message } from '../../../domain/digests/message.ts';
import type {
  ConsoleStore,
  DeliveryState,
  MessageView,
  MovedLedger,
  PutAsideArticle,
  PutAsideSubscription,
  ServiceCounts,
  WorkLeft,
} from '../../../ports/consoleStore.ts';
import type { Database } from '../database.ts';
import { articleOfItem } from '../shared/articleRows.ts';
import {
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { canaryState } from '../watch/canaries.ts';
import { readChanges } from './changeViews.ts';
import { readFeeds } from './feedViews.ts';
import { readNotices, readRules } from './ruleViews.ts';
import { loadMoves } from './storyViews.ts';

/** The console's readings; nothing here locks or writes. */
export function createConsoleStore(db: Database): ConsoleStore {
  return {
    counts: () => readCounts(db),
    workLeft: (now) => readWorkLeft(db, now),
    messages: (limit) => readMessages(db, 'WHERE NOT p.built_in ORDER BY m.created_at DESC, m.id LIMIT $1', limit),
    message: async (id) => (await readMessages(db, 'WHERE NOT p.built_in AND m.id = $1', id))[0] ?? null,
    feeds: (now) => readFeeds(db, now),
    canary: () => canaryState(db),
    rules: () => readRules(db),
    notices: (limit) => readNotices(db, limit),
    putAside: () => db.query<PutAsideArticle>(putAsideSql),
    putAsideSubscriptions: () => db.query<PutAsideSubscription>(putAsideSubscriptionsSql),
    movedLedgers: (limit) => readMovedLedgers(db, limit),
    changes: (limit) => readChanges(db, limit),
  };
}

async function readCounts(db: Database): Promise<ServiceCounts> {
  const [totals] = await db.query<Omit<ServiceCounts, 'deliveries'>>(countsSql);
  const states = await db.query<{ state: DeliveryState; count: number }>(
    `SELECT d.state, count(*) AS count
       FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id JOIN subscriptions AS s ON s.id = m.subscription_id ${subscriberOfSubscription}
      WHERE NOT p.built_in GROUP BY d.state`,
  );
  if (totals === undefined) throw new Error('counting gave no row');
  const deliveries = { pending: 0, retrying: 0, sent: 0, rejected: 0 };
  for (const { state, count } of states) deliveries[state] = count;
  return { ...totals, deliveries };
}

const countsSql = `
  SELECT (SELECT count(*) FROM feeds WHERE removed_at IS NULL AND NOT built_in) AS "feeds",
         (SELECT count(*) FROM feeds WHERE removed_at IS NULL AND NOT built_in AND (failures > 0 OR ended_at IS NOT NULL)) AS "failingFeeds",
         (SELECT count(*) FROM articles WHERE feed_id NOT IN (SELECT id FROM feeds WHERE built_in)) AS "articles",
         (SELECT count(*) FROM matches WHERE rule_revision_id NOT IN (SELECT v.id FROM rule_revisions AS v JOIN rules AS r ON r.id = v.rule_id WHERE r.built_in)) AS "matches",
         (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NULL)                      AS "waitingArticles",
         (SELECT count(*) FROM feeds WHERE quarantined_at IS NOT NULL)
         + (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NOT NULL)
         + (SELECT count(*) FROM subscriptions WHERE quarantined_at IS NOT NULL)
         + (SELECT count(*) FROM deliveries WHERE quarantined_at IS NOT NULL)                    AS "quarantined"`;

async function readWorkLeft(db: Database, now: Date): Promise<WorkLeft> {
  const [left] = await db.query<WorkLeft>(workLeftSql, [now]);
  if (left === undefined) throw new Error('counting gave no row');
  return left;
}

const workLeftSql = `
  SELECT (SELECT count(*) FROM feeds WHERE next_poll_at <= $1 AND removed_at IS NULL AND ended_at IS NULL AND quarantined_at IS NULL) AS "feeds",
         (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NULL)                      AS "articles",
         (SELECT count(*) FROM subscriptions WHERE next_due_at <= $1 AND removed_at IS NULL AND unsubscribed_at IS NULL AND quarantined_at IS NULL) AS "subscriptions",
         (SELECT count(*) FROM deliveries WHERE due_at <= $1 AND state IN ('pending', 'retrying') AND quarantined_at IS NULL) AS "deliveries"`;

const putAsideSql = `
  SELECT r.title, a.link, a.outlet_name AS outlet, i.step, i.seen_at AS "seenAt"
    FROM pipeline_items AS i ${articleOfItem}
   WHERE i.quarantined_at IS NOT NULL
   ORDER BY i.sequence DESC
   LIMIT 50`;

const putAsideSubscriptionsSql = `
  SELECT p.name AS subscriber, s.channel, coalesce(s.next_due_at, s.quarantined_at) AS "dueAt",
         (SELECT count(*) FROM notification_log AS t WHERE t.subscription_id = s.id AND t.message_id IS NULL AND t.with_key IS NULL) AS pending
    FROM subscriptions AS s ${subscriberOfSubscription}
   WHERE s.quarantined_at IS NOT NULL
   ORDER BY "dueAt", s.id
   LIMIT 50`;

async function readMovedLedgers(db: Database, limit: number): Promise<readonly MovedLedger[]> {
  const stories = await db.query<Omit<MovedLedger, 'moves'>>(
    `SELECT s.id AS "storyId", s.title,
            (SELECT count(DISTINCT article_id) FROM story_members AS m WHERE m.story_id = s.id) AS reports
       FROM (SELECT story_id, count(*) AS times FROM moves GROUP BY story_id ORDER BY times DESC, story_id LIMIT $1) AS most
       JOIN stories AS s ON s.id = most.story_id
      ORDER BY most.times DESC, s.id`,
    [limit],
  );
  return Promise.all(stories.map(async (story) => ({ ...story, moves: await loadMoves(db, story.storyId) })));
}

type MessageRow = SubscriptionRow & Omit<MessageView, 'message' | 'subscription'> & { readonly content: Message };

async function readMessages(db: Database, which: string, value: unknown): Promise<readonly MessageView[]> {
  const rows = await db.query<MessageRow>(
    `SELECT m.content, m.created_at AS "createdAt", d.state, d.attempts, d.answer, d.due_at AS "dueAt",
            d.settled_at AS "settledAt", d.quarantined_at IS NOT NULL AS quarantined, ${subscriptionColumns}
       FROM messages AS m
       JOIN deliveries AS d ON d.message_id = m.id
       JOIN subscriptions AS s ON s.id = m.subscription_id ${subscriberOfSubscription}
      ${which}`,
    [value],
  );
  return rows.map((row) => ({
    message: row.content,
    subscription: toSubscription(row),
    createdAt: row.createdAt,
    state: row.state,
    attempts: row.attempts,
    answer: row.answer,
    dueAt: row.dueAt,
    settledAt: row.settledAt,
    quarantined: row.quarantined,
  }));
}
