import { hourMs } from '../../../domain/basics/time.ts';
import { targetOf } from '../../../domain/deliveries/target.ts';
import type { RuleRevision } from '../../../domain/rules/rule.ts';
import type {
  ArticleFacts,
  DeliveryFactsStore,
  MatchFact,
  MessageFact,
  NamedArticle,
  NotificationFact,
  Recipient,
  SubscriptionFacts,
} from '../../../pipeline/history/deliveryFacts.ts';
import type { Queryable } from '../database.ts';
import { ruleColumns } from '../rules/ruleSource.ts';
import {
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { listedResponse, listedState } from '../views/deliveryViews.ts';
import { originalOf } from '../views/foldViews.ts';
import { createExplainStore } from './explainedArticles.ts';

export const createDeliveryFacts = (db: Queryable): DeliveryFactsStore => ({
  articleFacts: (articleId) => articleFacts(db, articleId),
  subscriptionFacts: (who, about, now) => subscriptionFacts(db, who, about, now),
});

async function articleFacts(db: Queryable, articleId: number): Promise<ArticleFacts | null> {
  const article = await createExplainStore(db).articleOf(articleId);
  if (article === null) return null;
  const values = [articleId, article.seenAt];
  const matches = await db.query<MatchFact>(
    `SELECT v.rule_id AS "ruleId", v.name, v.revision, m.revision AS "articleRevision", m.matched_at AS "matchedAt"
       FROM matches AS m JOIN listed_rule_revisions AS v ON v.id = m.rule_revision_id
      WHERE m.article_id = $1 AND m.seen_at = $2 ORDER BY m.revision, v.rule_id`,
    values,
  );
  const [story] = await db.query<NonNullable<ArticleFacts['story']>>(
    `SELECT s.id, s.title FROM story_members AS m JOIN stories AS s ON s.id = m.story_id
      WHERE m.article_id = $1 AND m.seen_at = $2 ORDER BY m.revision DESC LIMIT 1`,
    values,
  );
  const [underWay] = await db.query<NonNullable<ArticleFacts['underWay']>>(
    `SELECT step, quarantined_at IS NOT NULL AS "isQuarantined" FROM pipeline_items
      WHERE article_id = $1 ORDER BY revision DESC LIMIT 1`,
    [articleId],
  );
  const keys = await db.query<{ key: string }>(
    `SELECT DISTINCT 'fold:' || fold_group_id AS key FROM fold_members WHERE article_id = $1 AND seen_at = $2
     UNION SELECT DISTINCT 'move:' || article_id || '.' || revision || ' ' || kind FROM moves WHERE article_id = $1`,
    values,
  );
  return {
    ...{ article, matches, story: story ?? null, underWay: underWay ?? null },
    copyOf: await original(db, values),
    keys: keys.map(({ key }) => key),
  };
}

async function original(db: Queryable, values: readonly unknown[]): Promise<NamedArticle | null> {
  const [row] = await db.query<NamedArticle>(
    `SELECT a.id AS "articleId", r.title, a.outlet_name AS outlet, a.link
       FROM story_members AS m
      CROSS JOIN LATERAL (${originalOf('m')}) AS o
       JOIN articles AS a ON a.id = o.article_id AND a.seen_at = o.seen_at
       JOIN article_revisions AS r ON r.article_id = o.article_id AND r.revision = o.revision AND r.seen_at = o.seen_at
      WHERE m.article_id = $1 AND m.seen_at = $2 AND m.role = 'copy' ORDER BY m.revision DESC LIMIT 1`,
    values,
  );
  return row ?? null;
}

type FactsRow = SubscriptionRow &
  Pick<
    SubscriptionFacts,
    'leftRules' | 'createdAt' | 'unsubscribedAt' | 'nextDueAt' | 'isConfirmed' | 'isQuarantined'
  > & {
    readonly endedAt: Date | null;
  };

async function subscriptionFacts(
  db: Queryable,
  who: Recipient,
  about: ArticleFacts,
  now: Date,
): Promise<readonly SubscriptionFacts[]> {
  const [column, id] = 'subscriptionId' in who ? ['s.id', who.subscriptionId] : ['s.subscriber_id', who.subscriberId];
  const rows = await db.query<FactsRow>(
    `SELECT ${subscriptionColumns}, s.created_at AS "createdAt", coalesce(s.removed_at, p.removed_at) AS "endedAt",
            s.unsubscribed_at AS "unsubscribedAt", p.confirmed_at IS NOT NULL AS "isConfirmed",
            s.quarantined_at IS NOT NULL AS "isQuarantined", s.next_due_at AS "nextDueAt",
            ARRAY(SELECT nullif(l.rule_id, '') FROM left_rules AS l WHERE l.subscription_id = s.id) AS "leftRules"
       FROM listed_subscriptions AS s ${subscriberOfSubscription}
      WHERE ${column} = $1 ORDER BY s.id`,
    [id],
  );
  return Promise.all(rows.map((row) => factsOf(db, row, about, now)));
}

async function factsOf(db: Queryable, row: FactsRow, about: ArticleFacts, now: Date): Promise<SubscriptionFacts> {
  const subscription = toSubscription(row);
  const { leftRules, createdAt, endedAt, unsubscribedAt, isConfirmed, isQuarantined, nextDueAt } = row;
  const recent = await db.query<{ at: Date }>(
    'SELECT created_at AS at FROM messages WHERE subscription_id = $1 AND created_at > $2 ORDER BY created_at',
    [subscription.id, new Date(now.getTime() - hourMs)],
  );
  const rules = await db.query<RuleRevision>(
    `SELECT ${ruleColumns} FROM rule_revisions AS v WHERE v.rule_id = ANY ($1::text[]) AND v.to_set IS NULL ORDER BY v.rule_id`,
    [subscription.ruleIds],
  );
  return {
    ...{ subscription, target: targetOf(subscription).key, rules },
    ...{ leftRules, createdAt, endedAt, unsubscribedAt, isConfirmed, isQuarantined, nextDueAt },
    recentMessagesAt: recent.map(({ at }) => at),
    notifications: await notificationsOfArticle(db, subscription.id, about),
  };
}

type NotificationRow = Omit<NotificationFact, 'message'> &
  Omit<MessageFact, 'messageId' | 'createdAt'> & { readonly messageId: string | null; readonly madeAt: Date };

/** What a key names is said by the entry that it came with. */
async function notificationsOfArticle(
  db: Queryable,
  subscriptionId: number,
  { keys, story }: ArticleFacts,
): Promise<readonly NotificationFact[]> {
  const rows = await db.query<NotificationRow>(
    `SELECT n.key, e.entry, e.created_at AS "createdAt", e.not_before AS "notBefore",
            e.message_id IS NOT NULL AND m.id IS NULL AS "isForgotten",
            m.id AS "messageId", m.kind, m.created_at AS "madeAt", m.content ->> 'gatheredBecause' AS "gatheredBecause",
            ${listedState} AS state, ${listedResponse} AS response, d.due_at AS "dueAt", d.settled_at AS "settledAt"
       FROM notification_log AS n
       JOIN notification_log AS e ON e.subscription_id = n.subscription_id AND e.key = coalesce(n.with_key, n.key)
       LEFT JOIN messages AS m ON m.id = e.message_id
       LEFT JOIN deliveries AS d ON d.message_id = m.id
       LEFT JOIN targets AS t ON t.id = d.target_id
      WHERE n.subscription_id = $1 AND (n.key = ANY ($2::text[]) OR n.story_id = $3)
      ORDER BY e.created_at, n.key`,
    [subscriptionId, keys, story?.id ?? null],
  );
  return rows.map(
    ({ key, entry, createdAt, notBefore, isForgotten, messageId, madeAt, kind, gatheredBecause, state, ...sent }) => ({
      ...{ key, entry, createdAt, notBefore, isForgotten },
      message: messageId === null ? null : { messageId, createdAt: madeAt, kind, gatheredBecause, state, ...sent },
    }),
  );
}
