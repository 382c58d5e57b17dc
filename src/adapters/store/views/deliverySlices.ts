import type { DeliverySlice, DeliverySummary, MessageInFull } from '../../../ports/apiViews.ts';
import type { Queryable } from '../database.ts';
import { subscriberOfSubscription } from '../subscribers/subscriptionRows.ts';
import { listedResponse, listedState } from './deliveryViews.ts';

/** The newest message first, from behind one on. */
export const deliveriesSlice = (
  db: Queryable,
  { after, limit, state, channel, since }: DeliverySlice,
): Promise<readonly DeliverySummary[]> =>
  db.query<DeliverySummary>(
    `SELECT d.id, m.id AS "messageId", m.kind, m.content -> 'entries' -> 0 -> 'title' ->> 'text' AS title,
            jsonb_array_length(m.content -> 'entries') AS entries, ${deliveryColumns}
       FROM messages AS m
       JOIN deliveries AS d ON d.message_id = m.id ${whoseSql}
      WHERE m.created_at >= $1 AND ($2::timestamptz IS NULL OR (m.created_at, d.id) < ($2, $3::bigint))
        AND ($4::text IS NULL OR ${listedState} = $4) AND ($5::text IS NULL OR t.channel = $5)
      ORDER BY m.created_at DESC, d.id DESC LIMIT $6`,
    [since, after?.at ?? null, after?.id ?? null, state, channel, limit],
  );

export async function messageInFull(db: Queryable, id: string): Promise<MessageInFull | null> {
  const [message] = await db.query<MessageInFull>(
    `SELECT m.content AS message, ${deliveryColumns}
       FROM messages AS m JOIN deliveries AS d ON d.message_id = m.id ${whoseSql} WHERE m.id = $1`,
    [id],
  );
  return message ?? null;
}

const deliveryColumns = `p.name AS subscriber, t.channel, t.key AS target, ${listedState} AS state, d.attempts,
  ${listedResponse} AS response, m.created_at AS "createdAt", d.due_at AS "dueAt", d.settled_at AS "settledAt"`;

const whoseSql = `JOIN targets AS t ON t.id = d.target_id
  JOIN listed_subscriptions AS s ON s.id = m.subscription_id ${subscriberOfSubscription}`;
