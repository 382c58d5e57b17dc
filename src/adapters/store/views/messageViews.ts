import type { DeliveryFilter } from '../../../domain/deliveries/deliveryFilter.ts';
import type { Message } from '../../../domain/digests/message.ts';
import type { MessageView } from '../../../ports/consoleStore.ts';
import {
  type DeliveryCounts,
  type MessageViews,
  mostCounted,
  type ShownMessage,
} from '../../../ports/listedMessages.ts';
import type { Database, Queryable } from '../database.ts';
import {
  type SubscriptionRow,
  subscriberOfSubscription,
  subscriptionColumns,
  toSubscription,
} from '../subscribers/subscriptionRows.ts';
import { filteredBy, listedResponse, listedState, pageOfDeliveries } from './deliveryViews.ts';

/** What the pages of messages read; nothing here locks or writes. */
export const createMessageViews = (db: Database): MessageViews => ({
  list: (filter, after, most) => pageOfDeliveries(db, filteredBy(filter), after, most),
  counts: (filter) => readCounts(db, filter),
  message: (id) => readMessage(db, id),
  ruleNames: () =>
    db.query(
      'SELECT rule_id AS id, name FROM listed_rule_revisions WHERE to_set IS NULL ORDER BY lower(name), rule_id',
    ),
  async peopleNamed(text, byAddress) {
    const rows = await db.query<{ id: number }>(
      `SELECT id FROM listed_subscribers
        WHERE strpos(lower(name), lower($1)) > 0 AND ($2 OR strpos(name, '@') = 0) OR $2 AND strpos(lower(email), lower($1)) > 0
        ORDER BY removed_at IS NOT NULL, id LIMIT 100`,
      [text, byAddress],
    );
    return rows.map(({ id }) => id);
  },
});

async function readCounts(db: Queryable, filter: DeliveryFilter): Promise<DeliveryCounts> {
  const count = async (states: DeliveryFilter['states']): Promise<number> => {
    const { sql, values } = filteredBy({ ...filter, states });
    const [row] = await db.query<{ count: number }>(
      `SELECT count(*) AS count FROM (
         SELECT FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id WHERE ${sql} LIMIT ${mostCounted + 1}) AS counted`,
      [...values],
    );
    return row?.count ?? 0;
  };
  return {
    failed: await count(['rejected']),
    waiting: await count(['pending', 'retrying', 'held', 'suppressed']),
    quarantined: await count(['quarantined']),
  };
}

type MessageRow = SubscriptionRow & Omit<MessageView, 'message' | 'subscription'> & { readonly content: Message };

const messageColumns = `
  m.content, m.created_at AS "createdAt", d.state, d.attempts, ${listedResponse} AS response, d.due_at AS "dueAt",
  d.settled_at AS "settledAt", d.quarantined_at IS NOT NULL AS quarantined,
  nullif(${listedState}, d.state) AS kept, ${subscriptionColumns}`;

const messageTables = `
  messages AS m
  JOIN deliveries AS d ON d.message_id = m.id
  JOIN targets AS t ON t.id = d.target_id
  JOIN listed_subscriptions AS s ON s.id = m.subscription_id ${subscriberOfSubscription}`;

/** Messages with how their sending stands; `which` (SQL) may use `$1`. */
export async function readMessages(db: Queryable, which: string, value: unknown): Promise<readonly MessageView[]> {
  const rows = await db.query<MessageRow>(`SELECT ${messageColumns} FROM ${messageTables} ${which}`, [value]);
  return rows.map(viewOf);
}

const viewOf = (row: MessageRow): MessageView => ({
  message: row.content,
  subscription: toSubscription(row),
  createdAt: row.createdAt,
  state: row.state,
  attempts: row.attempts,
  response: row.response,
  dueAt: row.dueAt,
  settledAt: row.settledAt,
  quarantined: row.quarantined,
  kept: row.quarantined ? null : row.kept,
});

/** Times are text in JSON. */
interface StoredStep {
  readonly at: string;
  readonly state: ShownMessage['trail'][number]['state'];
  readonly response: string;
  readonly times?: number;
  readonly lastAt?: string;
}

interface ShownRow extends MessageRow {
  readonly listed: ShownMessage['listed'];
  readonly targetId: number;
  readonly targetName: string;
  readonly isBeingSent: boolean;
  readonly trail: readonly StoredStep[];
}

async function readMessage(db: Queryable, id: string): Promise<ShownMessage | null> {
  const [row] = await db.query<ShownRow>(
    `SELECT ${messageColumns}, ${listedState} AS listed, t.id AS "targetId", t.key AS "targetName",
            coalesce(d.leased_until >= lease_now(), false) AS "isBeingSent", d.trail
       FROM ${messageTables} WHERE m.id = $1`,
    [id],
  );
  if (row === undefined) return null;
  const { listed, targetId, targetName, isBeingSent, trail } = row;
  return {
    ...viewOf(row),
    ...{ listed, isBeingSent, target: { id: targetId, name: targetName } },
    trail: trail.map(({ at, state, response, times = 1, lastAt }) => ({
      ...{ at: new Date(at), state, response, times },
      lastAt: lastAt === undefined ? null : new Date(lastAt),
    })),
  };
}
