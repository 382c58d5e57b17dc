import type { Queryable } from '../database.ts';

/**
 * Whoever was notified of one story counts as notified of another, which has its articles now: nobody is notified again
 * because articles were regrouped. What was noted of the other itself stays. Call it once nobody can notify under the old keys
 * any more.
 */
export async function copyNotified(tx: Queryable, from: number, to: number): Promise<void> {
  await lockListeners(tx, from);
  await copyLog(tx, from, to);
  await copyFigures(tx, from, to);
  await copyCooldowns(tx, from, to);
}

/** Of the story `$1`: the tables of what they know are keyed by subscription first. */
const isListener = (id: string): string =>
  `${id} IN (SELECT subscription_id FROM notification_log WHERE story_id = $1)`;

/** In order of id, as everybody who notifies locks them: no message is planned in between. */
const lockListeners = (tx: Queryable, storyId: number): Promise<unknown> =>
  tx.query(`SELECT FROM subscriptions WHERE ${isListener('id')} ORDER BY id FOR UPDATE`, [storyId]);

/** Rows that go with those of the log: the same message brings them. The keys are those of `notificationKeys.ts` that hold the story's number. */
async function copyLog(tx: Queryable, from: number, to: number): Promise<void> {
  await tx.execute(
    `INSERT INTO notification_log (subscription_id, key, with_key, created_at, message_id, story_id)
     SELECT subscription_id, regexp_replace(key, '^([a-z]+:)\\d+', '\\1' || $2), coalesce(with_key, key), created_at, message_id, $2::bigint
       FROM notification_log
      WHERE story_id = $1::bigint AND key ~ ('^(story|denial|term):' || $1 || ' ')
     ON CONFLICT DO NOTHING`,
    [from, to],
  );
}

/** Of two figures of one kind, the one that was sent later: changes are measured against it. */
async function copyFigures(tx: Queryable, from: number, to: number): Promise<void> {
  const lastNotified = (storyId: string) =>
    `(SELECT coalesce(max(notified_at), '-infinity') FROM notified_stories AS s WHERE s.subscription_id = f.subscription_id AND s.story_id = ${storyId})`;
  await tx.execute(
    `INSERT INTO notified_figures AS f (subscription_id, story_id, kind, min, max)
     SELECT subscription_id, $2, kind, min, max FROM notified_figures WHERE story_id = $1 AND ${isListener('subscription_id')}
     ON CONFLICT (subscription_id, story_id, kind) DO UPDATE SET min = excluded.min, max = excluded.max
      WHERE ${lastNotified('$1')} > ${lastNotified('$2')}`,
    [from, to],
  );
}

const copyCooldowns = (tx: Queryable, from: number, to: number): Promise<number> =>
  tx.execute(
    `INSERT INTO notified_stories AS s (subscription_id, story_id, rule_id, notified_at, held_until)
     SELECT subscription_id, $2, rule_id, notified_at, held_until FROM notified_stories WHERE story_id = $1 AND ${isListener('subscription_id')}
     ON CONFLICT (subscription_id, story_id, rule_id) DO UPDATE
        SET notified_at = greatest(s.notified_at, excluded.notified_at), held_until = greatest(s.held_until, excluded.held_until)`,
    [from, to],
  );
