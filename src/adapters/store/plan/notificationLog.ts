import type { Notification } from '../../../domain/digests/notifications.ts';
import type { Queryable } from '../database.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
} from '../subscribers/subscriptionRows.ts';
import { holdBack, saveNotifiedFigures } from './notifiedStories.ts';
import { isMuted } from './storyMutes.ts';

/** The subscriptions that listen and watch any of these rules. */
export const watching = (db: Queryable, ruleIds: readonly string[]): Promise<SubscriptionRow[]> =>
  db.query<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM subscriptions AS s ${subscriberOfSubscription}
      WHERE ${isListening}
        AND EXISTS (SELECT FROM subscribed_rules AS w WHERE w.subscription_id = s.id AND w.rule_id = ANY ($1::text[]))
      ORDER BY s.id`,
    [ruleIds],
  );

/** Those of these rules of which nobody is to be notified now. */
export async function pausedRules(db: Queryable, ruleIds: readonly string[], now: Date): Promise<ReadonlySet<string>> {
  if (ruleIds.length === 0) return new Set();
  const rows = await db.query<{ ruleId: string }>(
    `SELECT rule_id AS "ruleId" FROM rule_pauses WHERE rule_id = ANY ($1::text[]) AND (ends_at IS NULL OR ends_at > $2)`,
    [ruleIds, now],
  );
  return new Set(rows.map(({ ruleId }) => ruleId));
}

/** A notification that was new, by the first of its keys that was. */
export interface SavedNotification {
  readonly subscriptionId: number;
  readonly key: string;
}

/** Saves what is new of these, and returns it. Subscriptions are locked in order of id, so that two planners cannot lock each other out. */
export async function saveNotifications(
  tx: Queryable,
  notifications: readonly Notification[],
  now: Date,
): Promise<readonly SavedNotification[]> {
  const saved: SavedNotification[] = [];
  for (const notification of [...notifications].sort((a, b) => a.subscriptionId - b.subscriptionId)) {
    const key = await saveNotification(tx, notification, now);
    if (key !== null) saved.push({ subscriptionId: notification.subscriptionId, key });
  }
  return saved;
}

/** Only a notification with a new key makes its subscription due; null: all of its keys are in the log already. */
async function saveNotification(tx: Queryable, notification: Notification, now: Date): Promise<string | null> {
  const { subscriptionId, entry, planAt } = notification;
  const [first, ...others] = await newKeys(tx, notification);
  if (first === undefined) return null;
  const storyId = entry.story?.id ?? null;
  // A rule whose word is muted has not spoken: its cooldown does not begin.
  const isQuiet = planAt === null || storyId === null || (await isMuted(tx, storyId, now));
  const heldUntil = isQuiet ? null : await holdBack(tx, notification, storyId, now);
  await tx.execute(
    `INSERT INTO notification_log (subscription_id, key, entry, created_at, not_before, story_id) VALUES ($1, $2, $3, $4, $5, $6)`,
    [subscriptionId, first, JSON.stringify(entry), now, heldUntil, storyId],
  );
  await tx.execute(
    `INSERT INTO notification_log (subscription_id, key, with_key, created_at, story_id)
     SELECT $1, key, $2, $3, $5 FROM unnest($4::text[]) AS key`,
    [subscriptionId, first, now, others, storyId],
  );
  await saveNotifiedFigures(tx, notification);
  await tx.execute(
    'UPDATE subscriptions SET next_due_at = least(next_due_at, $2) WHERE id = $1 AND $2::timestamptz IS NOT NULL',
    [subscriptionId, heldUntil ?? planAt],
  );
  return first;
}

/** Its keys that are not in the subscription's log yet, in order. Its row stays locked. */
async function newKeys(tx: Queryable, { subscriptionId, keys }: Notification): Promise<readonly string[]> {
  await tx.query('SELECT FROM subscriptions WHERE id = $1 FOR UPDATE', [subscriptionId]);
  const rows = await tx.query<{ key: string }>(
    `SELECT n.key FROM unnest($2::text[]) WITH ORDINALITY AS n (key, place)
      WHERE NOT EXISTS (SELECT FROM notification_log AS t WHERE t.subscription_id = $1 AND t.key = n.key)
      ORDER BY n.place`,
    [subscriptionId, keys],
  );
  return rows.map(({ key }) => key);
}
