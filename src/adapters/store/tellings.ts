import type { Telling } from '../../domain/digests/tellArticle.ts';
import type { Queryable } from './database.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
} from './subscriptionRows.ts';

/** The subscriptions that listen and watch any of these rules. */
export const watching = (db: Queryable, ruleIds: readonly string[]): Promise<SubscriptionRow[]> =>
  db.query<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM subscriptions AS s ${subscriberOfSubscription}
      WHERE ${isListening}
        AND EXISTS (SELECT FROM subscription_rules AS w WHERE w.subscription_id = s.id AND w.rule_id = ANY ($1::text[]))
      ORDER BY s.id`,
    [ruleIds],
  );

/** Saves what is new of these, and answers it. Subscriptions are locked in order of id, so that two planners cannot lock each other out. */
export async function saveTellings(
  tx: Queryable,
  tellings: readonly Telling[],
  now: Date,
): Promise<readonly Telling[]> {
  const fresh: Telling[] = [];
  for (const telling of [...tellings].sort((a, b) => a.subscriptionId - b.subscriptionId))
    if (await tell(tx, telling, now)) fresh.push(telling);
  return fresh;
}

/** Only a telling that is new makes its subscription due: a repeat is not told again. */
async function tell(tx: Queryable, { subscriptionId, thing, entry, planAt }: Telling, now: Date): Promise<boolean> {
  const told = await tx.query(
    `WITH told AS (
       INSERT INTO tellings (subscription_id, thing, entry, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING subscription_id
     ), due AS (
       UPDATE subscriptions SET next_due_at = least(next_due_at, $5)
         FROM told WHERE id = told.subscription_id AND $5::timestamptz IS NOT NULL
     )
     SELECT FROM told`,
    [subscriptionId, thing, JSON.stringify(entry), now, planAt],
  );
  return told.length > 0;
}
