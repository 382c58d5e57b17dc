import type { ErasePersonStore } from '../../../desk/subscribers/erasePerson.ts';
import type { ExportPersonStore, PersonExport } from '../../../desk/subscribers/exportPerson.ts';
import type { Database, Queryable } from '../database.ts';
import { hashDepartures } from '../subscribers/departures.ts';
import { inDeed } from './auditLog.ts';

/** What is stored about one subscriber, given out or erased. */
export const createPersonalData = (db: Database): ExportPersonStore & ErasePersonStore => ({
  exportPerson: (id, entry) =>
    inDeed<PersonExport | null>(db, async (tx) => {
      const result = await exported(tx, id);
      return { result, entry: result === null ? null : entry };
    }),
  erasePerson: (id, entry) =>
    inDeed<boolean>(db, async (tx) => {
      const isErased = await erase(tx, id, entry.at);
      return { result: isErased, entry: isErased ? entry : null };
    }),
});

const messagesExported = 10_000;

async function exported(tx: Queryable, id: number): Promise<PersonExport | null> {
  const subscriber = await tx.query(
    `SELECT id, email, name, timezone, created_at, confirmed_at, removed_at FROM listed_subscribers WHERE id = $1`,
    [id],
  );
  if (subscriber.length === 0) return null;
  return {
    subscriber,
    subscriptions: await tx.query(
      `SELECT id, channel, target, schedule, quiet, max_per_hour, created_at, removed_at, unsubscribed_at,
              ARRAY(SELECT rule_id FROM subscription_rules WHERE subscription_id = s.id ORDER BY rule_id) AS rules
         FROM subscriptions AS s WHERE subscriber_id = $1 ORDER BY id`,
      [id],
    ),
    left: await tx.query(
      `SELECT d.* FROM departures AS d WHERE d.address IN (
         SELECT address FROM subscribers WHERE id = $1 UNION SELECT address FROM subscriptions WHERE subscriber_id = $1)`,
      [id],
    ),
    messages: await tx.query(
      `SELECT m.id, m.kind, m.created_at, m.content, d.state, d.settled_at, d.response
         FROM messages AS m JOIN deliveries AS d ON d.message_id = m.id
        WHERE m.subscription_id IN (SELECT id FROM subscriptions WHERE subscriber_id = $1)
        ORDER BY m.created_at DESC LIMIT ${messagesExported}`,
      [id],
    ),
    log: await tx.query(
      `SELECT at, actor_name, action, why, before, after FROM audit_log
        WHERE subject_kind = 'subscriber' AND subject_id = $1::text ORDER BY id`,
      [id],
    ),
  };
}

/** An address that nobody has (RFC 2606 §2). */
const nobody = (id: number): string => `erased-${id}@erased.invalid`;

/** What is left names nobody. That an address left something stays as a hash of it: else the next file would write to it again. */
async function erase(tx: Queryable, id: number, at: Date): Promise<boolean> {
  const rows = await tx.query<{ address: string }>(
    `SELECT address FROM listed_subscribers WHERE id = $1
      UNION SELECT address FROM subscriptions WHERE subscriber_id = (SELECT id FROM listed_subscribers WHERE id = $1) AND channel = 'email'`,
    [id],
  );
  if (rows.length === 0) return false;
  await tx.execute(
    `UPDATE deliveries SET state = CASE WHEN state IN ('pending', 'retrying') THEN 'rejected' ELSE state END,
            settled_at = coalesce(settled_at, $2), response = NULL, trail = '[]'
      WHERE message_id IN (SELECT id FROM messages WHERE subscription_id IN (SELECT id FROM subscriptions WHERE subscriber_id = $1))`,
    [id, at],
  );
  await tx.execute(
    `UPDATE subscriptions SET target = $2, address = $2, secret_ref = NULL, key = 'erased-' || id, removed_at = coalesce(removed_at, $3)
      WHERE subscriber_id = $1`,
    [id, nobody(id), at],
  );
  await tx.execute(
    `UPDATE audit_log SET before = NULL, after = NULL
      WHERE (subject_kind = 'subscriber' AND subject_id = $1::bigint::text)
         OR (subject_kind = 'subscription' AND subject_id IN (SELECT id::text FROM subscriptions WHERE subscriber_id = $1::bigint))`,
    [id],
  );
  await tx.execute(
    `UPDATE subscribers SET email = $2, address = $2, name = 'Erased', timezone = 'UTC', removed_at = coalesce(removed_at, $3)
      WHERE id = $1`,
    [id, nobody(id), at],
  );
  for (const [place, { address }] of rows.entries())
    if (!(await isSomebodys(tx, address))) await forgetAddress(tx, address, `${place}.${nobody(id)}`);
  return true;
}

/** Somebody else has it, or is written to at it: what was left there is theirs, too. */
const isSomebodys = async (tx: Queryable, address: string): Promise<boolean> =>
  (
    await tx.query(
      `SELECT FROM subscribers WHERE address = $1
        UNION ALL SELECT FROM subscriptions WHERE channel = 'email' AND address = $1 LIMIT 1`,
      [address],
    )
  ).length > 0;

async function forgetAddress(tx: Queryable, address: string, name: string): Promise<void> {
  await tx.execute(
    `UPDATE targets SET key = $2, suppressed_because = CASE WHEN suppressed_at IS NOT NULL THEN 'erased' END
      WHERE channel = 'email' AND key = $1`,
    [address, name],
  );
  await hashDepartures(tx, address);
}
