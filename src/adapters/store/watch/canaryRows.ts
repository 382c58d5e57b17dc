import { canaryRuleId, canaryWord } from '../../../domain/canary/canary.ts';
import type { CanaryPlace } from '../../../pipeline/watch/flyCanary.ts';
import type { Queryable } from '../database.ts';

/**
 * The canary's own rows. They stand in the tables of all others, marked `built_in`; nothing else of the code knows the mark,
 * since whatever lists reads the views `listed_…` of the schema.
 */

const subscriptions = `(SELECT s.id FROM subscriptions AS s JOIN subscribers AS p ON p.id = s.subscriber_id WHERE p.built_in)`;
const articles = `(SELECT id FROM articles WHERE feed_id IN (SELECT id FROM feeds WHERE built_in))`;
const storiesOfThem = `(SELECT story_id FROM story_members WHERE article_id IN ${articles})`;

export const markStories = (tx: Queryable): Promise<number> =>
  tx.execute(`UPDATE stories SET built_in = true WHERE id IN ${storiesOfThem}`);

/**
 * Takes away what carried earlier canaries. The story stays, marked: the writer may still have it in memory, and a story that
 * it knows must be there.
 */
export async function eraseCanaries(tx: Queryable): Promise<void> {
  await markStories(tx);
  for (const statement of [
    `DELETE FROM deliveries WHERE message_id IN (SELECT id FROM messages WHERE subscription_id IN ${subscriptions})`,
    ...['notification_log', 'messages', 'notified_stories', 'notified_figures'].map(
      (table) => `DELETE FROM ${table} WHERE subscription_id IN ${subscriptions}`,
    ),
    ...[
      'matches',
      'pipeline_items',
      'fold_members',
      'story_members',
      'article_identities',
      'served_texts',
      'article_revisions',
    ].map((table) => `DELETE FROM ${table} WHERE article_id IN ${articles}`),
    `DELETE FROM articles WHERE feed_id IN (SELECT id FROM feeds WHERE built_in)`,
    `DELETE FROM feed_hours WHERE feed_id IN (SELECT id FROM feeds WHERE built_in)`,
  ])
    await tx.execute(statement);
}

/** The feed, rule and subscription that carry the next canary; those that are there are made fit for it. */
export async function makeCanaryRows(tx: Queryable, place: CanaryPlace, now: Date): Promise<void> {
  await makeFeed(tx, place, now);
  await makeRule(tx, now);
  await makeSubscription(tx, place, now);
}

/** Polled when one is sent, and never else: an interval of a year. */
async function makeFeed(tx: Queryable, { feedUrl }: CanaryPlace, now: Date): Promise<void> {
  const known = await tx.execute(
    'UPDATE feeds SET url = $1, next_poll_at = $2, quarantined_at = NULL, unsettled_claims = 0, leased_until = NULL, ended_at = NULL, failures = 0, last_error = NULL WHERE built_in',
    [feedUrl, now],
  );
  if (known > 0) return;
  await tx.execute(
    "INSERT INTO feeds (url, name, every_seconds, next_poll_at, built_in) VALUES ($1, 'canary', 31536000, $2, true)",
    [feedUrl, now],
  );
}

async function makeRule(tx: Queryable, now: Date): Promise<void> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.rules'))");
  const made = await tx.execute(
    'INSERT INTO rules (id, created_at, built_in) VALUES ($1, $2, true) ON CONFLICT (id) DO NOTHING',
    [canaryRuleId, now],
  );
  if (made === 0) return;
  await tx.execute(
    `WITH made AS (INSERT INTO rule_sets (made_at, made_by, reason) VALUES ($1, 'tocsin', 'the canary') RETURNING number)
     INSERT INTO rule_revisions (rule_id, revision, name, query, alert, concepts, from_set)
     SELECT $2, 1, $2, $3, '{"on":"article"}', '{}', number FROM made`,
    [now, canaryRuleId, canaryWord],
  );
}

async function makeSubscription(tx: Queryable, { inboxUrl }: CanaryPlace, now: Date): Promise<void> {
  const known = await tx.execute(
    `UPDATE subscriptions SET target = $1, quarantined_at = NULL, unsettled_claims = 0, leased_until = NULL
      WHERE subscriber_id IN (SELECT id FROM subscribers WHERE built_in)`,
    [inboxUrl],
  );
  if (known > 0) return;
  await tx.execute(
    `WITH made AS (
       INSERT INTO subscribers (email, name, timezone, created_at, confirmed_at, built_in)
       VALUES ('canary@tocsin.invalid', 'canary', 'UTC', $1, $1, true) RETURNING id
     ), subscribed AS (
       INSERT INTO subscriptions (subscriber_id, key, channel, target, schedule, max_per_hour, created_at)
       SELECT id, 'canary', 'webhook', $2, '{"every":"instant"}', 0, $1 FROM made RETURNING id
     )
     INSERT INTO subscription_rules (subscription_id, rule_id) SELECT id, $3 FROM subscribed`,
    [now, inboxUrl, canaryRuleId],
  );
}
