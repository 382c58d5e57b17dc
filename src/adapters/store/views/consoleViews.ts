import type {
  ConsoleStore,
  DeliveryState,
  MovedLedger,
  QuarantinedArticle,
  QuarantinedSubscription,
  ServiceCounts,
  WorkLeft,
} from '../../../ports/consoleStore.ts';
import type { Database } from '../database.ts';
import { articleOfItem } from '../shared/articleRows.ts';
import { type LeasedTable, leasedTables } from '../shared/leasedTables.ts';
import { quarantinedCount } from '../shared/quarantine.ts';
import { subscriberOfSubscription } from '../subscribers/subscriptionRows.ts';
import { canaryState } from '../watch/canaries.ts';
import { readChanges } from './changeViews.ts';
import { readFeeds, readLastFailures } from './feedViews.ts';
import { readFolded } from './foldViews.ts';
import { readMessages } from './messageViews.ts';
import { readNotices, readRules } from './ruleViews.ts';
import { loadMoves } from './storyViews.ts';
import { heldUpTargets } from './targetViews.ts';

/** The console's readings; nothing here locks or writes. */
export function createConsoleStore(db: Database): ConsoleStore {
  return {
    counts: () => readCounts(db),
    workLeft: (now) => readWorkLeft(db, now),
    messages: (limit) => readMessages(db, 'ORDER BY m.created_at DESC, m.subscription_id, m.id LIMIT $1', limit),
    feeds: (now) => readFeeds(db, now),
    lastFailures: () => readLastFailures(db),
    canary: () => canaryState(db),
    rules: () => readRules(db),
    notices: (limit) => readNotices(db, limit),
    quarantined: () => db.query<QuarantinedArticle>(quarantinedSql),
    quarantinedSubscriptions: () => db.query<QuarantinedSubscription>(quarantinedSubscriptionsSql),
    heldUp: () => heldUpTargets(db),
    movedLedgers: (limit) => readMovedLedgers(db, limit),
    changes: (limit) => readChanges(db, limit),
    folded: (limit) => readFolded(db, limit),
  };
}

async function readCounts(db: Database): Promise<ServiceCounts> {
  const [totals] = await db.query<Omit<ServiceCounts, 'deliveries'>>(countsSql);
  const states = await db.query<{ state: DeliveryState; count: number }>(
    `SELECT d.state, count(*) AS count
       FROM deliveries AS d JOIN messages AS m ON m.id = d.message_id JOIN listed_subscriptions AS s ON s.id = m.subscription_id
      GROUP BY d.state`,
  );
  if (totals === undefined) throw new Error('counting gave no row');
  const deliveries = { pending: 0, retrying: 0, sent: 0, rejected: 0 };
  for (const { state, count } of states) deliveries[state] = count;
  return { ...totals, deliveries };
}

const countsSql = `
  SELECT (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL) AS "feeds",
         (SELECT count(*) FROM listed_feeds WHERE removed_at IS NULL AND (failures > 0 OR ended_at IS NOT NULL)) AS "failingFeeds",
         (SELECT count(*) FROM listed_articles) AS "articles",
         (SELECT count(*) FROM matches WHERE rule_revision_id IN (SELECT id FROM listed_rule_revisions)) AS "matches",
         (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NULL)                      AS "waitingArticles",
         ${quarantinedCount} AS "quarantined"`;

async function readWorkLeft(db: Database, now: Date): Promise<WorkLeft> {
  const [left] = await db.query<WorkLeft>(workLeftSql, [now]);
  if (left === undefined) throw new Error('counting gave no row');
  return left;
}

const dueRows = ({ name, due }: LeasedTable): string =>
  `(SELECT count(*) FROM ${name} WHERE ${due('$1')} AND quarantined_at IS NULL)`;

/** Also what somebody has in hand is left. */
const workLeftSql = `
  SELECT ${dueRows(leasedTables.feeds)} AS "feeds",
         (SELECT count(*) FROM pipeline_items WHERE quarantined_at IS NULL) AS "articles",
         ${dueRows(leasedTables.subscriptions)} AS "subscriptions",
         ${dueRows(leasedTables.deliveries)} AS "deliveries"`;

const quarantinedSql = `
  SELECT r.title, a.link, a.outlet_name AS outlet, i.step, i.seen_at AS "seenAt"
    FROM pipeline_items AS i ${articleOfItem}
   WHERE i.quarantined_at IS NOT NULL
   ORDER BY i.sequence DESC
   LIMIT 50`;

const quarantinedSubscriptionsSql = `
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
       JOIN listed_stories AS s ON s.id = most.story_id
      ORDER BY most.times DESC, s.id`,
    [limit],
  );
  return Promise.all(stories.map(async (story) => ({ ...story, moves: await loadMoves(db, story.storyId) })));
}
