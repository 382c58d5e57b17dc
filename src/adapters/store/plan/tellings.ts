import type { Telling } from '../../../domain/digests/tellArticle.ts';
import type { Queryable } from '../database.ts';
import {
  isListening,
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
} from '../subscribers/subscriptionRows.ts';
import { holdBack, saveToldFigures } from './toldStories.ts';

/** The subscriptions that listen and watch any of these rules. */
export const watching = (db: Queryable, ruleIds: readonly string[]): Promise<SubscriptionRow[]> =>
  db.query<SubscriptionRow>(
    `SELECT ${subscriptionColumns} FROM subscriptions AS s ${subscriberOfSubscription}
      WHERE ${isListening}
        AND EXISTS (SELECT FROM subscription_rules AS w WHERE w.subscription_id = s.id AND w.rule_id = ANY ($1::text[]))
      ORDER BY s.id`,
    [ruleIds],
  );

/** A telling that was new, by the first of its things that was. */
export interface SavedTelling {
  readonly subscriptionId: number;
  readonly thing: string;
}

/** Saves what is new of these, and answers it. Subscriptions are locked in order of id, so that two planners cannot lock each other out. */
export async function saveTellings(
  tx: Queryable,
  tellings: readonly Telling[],
  now: Date,
): Promise<readonly SavedTelling[]> {
  const saved: SavedTelling[] = [];
  for (const telling of [...tellings].sort((a, b) => a.subscriptionId - b.subscriptionId)) {
    const thing = await tell(tx, telling, now);
    if (thing !== null) saved.push({ subscriptionId: telling.subscriptionId, thing });
  }
  return saved;
}

/** Only a telling with something new makes its subscription due; null: all of it was told before. */
async function tell(tx: Queryable, telling: Telling, now: Date): Promise<string | null> {
  const { subscriptionId, entry, planAt } = telling;
  const [first, ...others] = await untold(tx, telling);
  if (first === undefined) return null;
  const storyId = entry.story?.id ?? null;
  const heldUntil = planAt === null || storyId === null ? null : await holdBack(tx, telling, storyId, now);
  await tx.execute(
    `INSERT INTO tellings (subscription_id, thing, entry, created_at, not_before, story_id) VALUES ($1, $2, $3, $4, $5, $6)`,
    [subscriptionId, first, JSON.stringify(entry), now, heldUntil, storyId],
  );
  await tx.execute(
    `INSERT INTO tellings (subscription_id, thing, with_thing, created_at, story_id)
     SELECT $1, thing, $2, $3, $5 FROM unnest($4::text[]) AS thing`,
    [subscriptionId, first, now, others, storyId],
  );
  await saveToldFigures(tx, telling);
  await tx.execute(
    'UPDATE subscriptions SET next_due_at = least(next_due_at, $2) WHERE id = $1 AND $2::timestamptz IS NOT NULL',
    [subscriptionId, heldUntil ?? planAt],
  );
  return first;
}

/** Of its things those that the subscription was not told yet, in order. Its row stays locked. */
async function untold(tx: Queryable, { subscriptionId, things }: Telling): Promise<readonly string[]> {
  await tx.query('SELECT FROM subscriptions WHERE id = $1 FOR UPDATE', [subscriptionId]);
  const rows = await tx.query<{ thing: string }>(
    `SELECT n.thing FROM unnest($2::text[]) WITH ORDINALITY AS n (thing, place)
      WHERE NOT EXISTS (SELECT FROM tellings AS t WHERE t.subscription_id = $1 AND t.thing = n.thing)
      ORDER BY n.place`,
    [subscriptionId, things],
  );
  return rows.map(({ thing }) => thing);
}
