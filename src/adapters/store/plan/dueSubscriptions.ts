import { hourMs } from '../../../domain/basics/time.ts';
import { targetOf } from '../../../domain/deliveries/target.ts';
import type {
  DueSubscription,
  PendingNotification,
  PlannedMessage,
  SubscriptionPlan,
} from '../../../domain/digests/planning.ts';
import { refuseStalledPlan } from '../../../domain/digests/refuseStalledPlan.ts';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import type { Lease } from '../../../ports/lease.ts';
import type { Queryable } from '../database.ts';
import { keepTarget } from '../deliver/targets.ts';
import { leasedTables } from '../shared/leasedTables.ts';
import { claiming, settled } from '../shared/leases.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { muteOfPending } from './storyMutes.ts';

/** A plan that fails leaves its claim behind, which counts; so it passes the others by until it is quarantined. */
const table = leasedTables.subscriptions;

/** The subscription that has been due longest. */
export async function claimDueSubscription(db: Queryable, now: Date): Promise<Lease | null> {
  const [lease] = await db.query<Lease>(`${claiming(table)} SELECT key AS id, lease_number AS number FROM claimed`, [
    1,
    now,
  ]);
  return lease ?? null;
}

/** Its row stays locked until the plan is saved. A plan that leaves it due is refused (NextDueNotLater), and nothing of it saved. */
export async function planClaimed(
  tx: Queryable,
  lease: Lease,
  now: Date,
  plan: (due: DueSubscription) => SubscriptionPlan,
): Promise<boolean> {
  const due = await lockDue(tx, lease, now);
  if (due === null) return false;
  const decided = plan(due);
  refuseStalledPlan(decided, now);
  const { messages, nextDueAt } = decided;
  for (const planned of messages) await saveMessage(tx, due.subscription, planned, now);
  await tx.execute(`UPDATE subscriptions SET next_due_at = $2, ${settled} WHERE id = $1`, [lease.id, nextDueAt]);
  return true;
}

async function lockDue(tx: Queryable, { id, number }: Lease, now: Date): Promise<DueSubscription | null> {
  const [row] = await tx.query<SubscriptionRow & { dueAt: Date }>(
    `SELECT ${subscriptionColumns}, s.next_due_at AS "dueAt"
       FROM subscriptions AS s ${subscriberOfSubscription}
      WHERE s.id = $1 AND s.lease_number = $2 AND s.leased_until IS NOT NULL AND s.next_due_at <= $3 AND ${isListening}
        FOR UPDATE OF s`,
    [id, number, now],
  );
  if (row === undefined) return null;
  const subscription = toSubscription(row);
  const [pending, recentAlertsAt] = [await pendingOf(tx, subscription), await recentMessages(tx, subscription, now)];
  return { subscription, dueAt: row.dueAt, pending, recentAlertsAt };
}

type PendingRow = PendingNotification & { readonly isMuted: boolean; readonly muteEndsAt: Date | null };

async function pendingOf(tx: Queryable, { id }: Subscription): Promise<readonly PendingNotification[]> {
  const rows = await tx.query<PendingRow>(
    `SELECT n.key, n.entry, n.created_at AS "createdAt", n.not_before AS "notBefore", u.id IS NOT NULL AS "isMuted", u.ends_at AS "muteEndsAt"
       FROM notification_log AS n ${muteOfPending}
      WHERE n.subscription_id = $1 AND n.message_id IS NULL AND n.with_key IS NULL AND NOT ${isLeft}
      ORDER BY n.created_at, n.key`,
    [id],
  );
  return rows.map(({ isMuted, muteEndsAt, ...pending }) => ({
    ...pending,
    ...(isMuted && { mute: { endsAt: muteEndsAt } }),
  }));
}

/** Every rule that the entry comes by was left since it was noted. */
const isLeft = `(n.entry->'reasons' <> '[]' AND NOT EXISTS (
  SELECT FROM jsonb_array_elements(n.entry->'reasons') AS reason
   WHERE NOT EXISTS (SELECT FROM left_rules AS l
                      WHERE l.subscription_id = n.subscription_id AND l.rule_id IN ('', reason->>'ruleId'))))`;

async function recentMessages(tx: Queryable, { id }: Subscription, now: Date): Promise<readonly Date[]> {
  const rows = await tx.query<{ createdAt: Date }>(
    'SELECT created_at AS "createdAt" FROM messages WHERE subscription_id = $1 AND created_at > $2 ORDER BY created_at',
    [id, new Date(now.getTime() - hourMs)],
  );
  return rows.map(({ createdAt }) => createdAt);
}

/**
 * A message whose key is taken was planned before: its notifications stay pending then and come with the next one, so that
 * nothing is marked as sent by a message that does not hold it.
 */
async function saveMessage(
  tx: Queryable,
  subscription: Subscription,
  planned: PlannedMessage,
  now: Date,
): Promise<void> {
  const { id } = subscription;
  const { message, keys, sendAt } = planned;
  const made = await tx.execute(
    `INSERT INTO messages (id, subscription_id, kind, key, content, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (subscription_id, kind, key) DO NOTHING`,
    [message.id, id, message.kind, message.key, JSON.stringify(message), now],
  );
  if (made === 0) return;
  const targetId = await keepTarget(tx, targetOf(subscription));
  await tx.execute(`INSERT INTO deliveries (message_id, target_id, state, due_at) VALUES ($1, $2, 'pending', $3)`, [
    message.id,
    targetId,
    sendAt,
  ]);
  await tx.execute(
    `UPDATE notification_log SET message_id = $1
      WHERE subscription_id = $2 AND message_id IS NULL AND coalesce(with_key, key) = ANY ($3::text[])`,
    [message.id, id, keys],
  );
}
