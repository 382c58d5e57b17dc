import type { Database } from '../database.ts';
import { atLeisure } from './atLeisure.ts';

/** Of a subscription at a time: who sends to its target waits meanwhile. */
const mostAtOnce = 200;

/**
 * Drops messages that were sent before `before`, with their deliveries, and what the notification log holds of them. Its keys stay: they are
 * what keeps anybody from being notified twice. What is pending, held, retried, quarantined or failed stays whole, however old.
 */
export async function dropSentMessages(db: Database, before: Date): Promise<void> {
  const subscriptions = await db.query<{ id: number }>('SELECT id FROM subscriptions ORDER BY id');
  for (const { id } of subscriptions) {
    while ((await dropOf(db, id, before)) === mostAtOnce);
    await emptyLogOf(db, id, before);
  }
  await atLeisure(db, (tx) =>
    tx.execute(`UPDATE notices SET body = '' WHERE state = 'sent' AND settled_at < $1 AND body <> ''`, [before]),
  );
}

const dropOf = (db: Database, subscriptionId: number, before: Date): Promise<number> =>
  atLeisure(db, (tx) =>
    tx.execute(
      `WITH old AS (SELECT d.id, d.message_id FROM messages AS m JOIN deliveries AS d ON d.message_id = m.id
                     WHERE m.subscription_id = $1 AND m.created_at < $2 AND d.state = 'sent' AND d.settled_at < $2
                     LIMIT ${mostAtOnce} FOR UPDATE OF d SKIP LOCKED),
            sent AS (DELETE FROM deliveries WHERE id IN (SELECT id FROM old))
       DELETE FROM messages WHERE id IN (SELECT message_id FROM old)`,
      [subscriptionId, before],
    ),
  );

const emptyLogOf = (db: Database, subscriptionId: number, before: Date): Promise<number> =>
  atLeisure(db, (tx) =>
    tx.execute(
      `UPDATE notification_log AS t SET entry = NULL
        WHERE subscription_id = $1 AND message_id IS NOT NULL AND entry IS NOT NULL AND created_at < $2
          AND NOT EXISTS (SELECT FROM messages AS m WHERE m.id = t.message_id)`,
      [subscriptionId, before],
    ),
  );
