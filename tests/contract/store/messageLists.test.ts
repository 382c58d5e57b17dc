import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filteredBy } from '../../../src/adapters/store/views/deliveryViews.ts';
import { createMessageViews } from '../../../src/adapters/store/views/messageViews.ts';
import type { DeliveryFilter } from '../../../src/domain/deliveries/deliveryFilter.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { makeWaiting } from '../../support/waitingDeliveries.ts';
import { later } from '../../support/world.ts';

let database: TestDatabase;
const everything: DeliveryFilter = { states: null, since: null, channel: null };

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await makeWaiting(db, [
    { channel: 'email', target: 'a@example.org' },
    { channel: 'slack', target: 'env:HOOK' },
  ]);
  // Twenty thousand that were sent by mail, and a few of everything else.
  await db.execute(
    `WITH made AS (
       INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
       SELECT gen_random_uuid(), m.subscription_id, m.kind, 'many ' || i, m.content, m.created_at - i * interval '1 minute'
         FROM messages AS m JOIN deliveries AS d ON d.message_id = m.id JOIN targets AS t ON t.id = d.target_id AND t.channel = 'email',
              generate_series(1, 20000) AS i RETURNING id, created_at)
     INSERT INTO deliveries (message_id, target_id, state, due_at, settled_at, response)
     SELECT made.id, t.id, 'sent', made.created_at, made.created_at, '250 ok' FROM made, targets AS t WHERE t.channel = 'email'`,
  );
  await db.execute("UPDATE deliveries SET state = 'rejected' WHERE id % 1000 = 7 AND state = 'sent'");
  for (const table of ['messages', 'deliveries', 'targets', 'subscriptions', 'subscribers'])
    await db.execute(`ANALYZE ${table}`);
});
afterAll(() => database.drop());

/** The tables that are read from their first row to their last. */
async function scannedTables(sql: string, values: readonly unknown[]): Promise<readonly string[]> {
  const rows = await database.db.query<Record<string, string>>(`EXPLAIN ${sql}`, [...values]);
  const lines = rows.map((row) => Object.values(row)[0] ?? '');
  return lines.flatMap((line) => /Seq Scan on (messages|deliveries)\b/.exec(line)?.[1] ?? []);
}

describe('lists of messages', () => {
  it.each<[string, Partial<DeliveryFilter>]>([
    ['everything', {}],
    ['what failed', { states: ['rejected'] }],
    ['what waits', { states: ['pending', 'retrying', 'held', 'suppressed'] }],
    ['what was quarantined', { states: ['quarantined'] }],
    ['what was sent', { states: ['sent'] }],
    ['a channel', { channel: 'slack' }],
    ['a rule that hardly ever matches', { ruleId: 'rare' }],
    ['a person', { subscriberIds: [1] }],
    ['a day', { since: later(-3000), until: later(-1560) }],
    ['a message', { messageId: '3f2b8a1e-5c4d-4e6f-8a9b-0c1d2e3f4a5b' }],
    ['failures of a rule by a channel', { states: ['rejected'], ruleId: 'casualty-updates', channel: 'email' }],
  ])('of %s read no table from end to end', async (_, part) => {
    const { sql, values } = filteredBy({ ...everything, ...part });
    const page = `SELECT d.id FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id JOIN messages AS m ON m.id = d.message_id
       WHERE ${sql} ORDER BY d.created_at DESC, d.id DESC LIMIT 51`;
    expect(await scannedTables(page, values)).toEqual([]);
  });

  it('count what needs a person, without reading what was sent', async () => {
    expect(await createMessageViews(database.db).counts(everything)).toEqual({
      ...{ failed: 20, waiting: 2, quarantined: 0 },
    });
    const { sql, values } = filteredBy({ ...everything, states: ['rejected'] });
    const counting = `SELECT count(*) FROM (SELECT FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id WHERE ${sql} LIMIT 1001) AS c`;
    expect(await scannedTables(counting, values)).toEqual([]);
  });

  it('know rule, channel and person of a delivery from the moment it is made', async () => {
    const rows = await database.db.query(
      'SELECT channel, rule_ids AS rules, is_unlisted AS "isUnlisted" FROM deliveries WHERE channel = \'slack\'',
    );
    expect(rows).toEqual([{ channel: 'slack', rules: ['casualty-updates'], isUnlisted: false }]);
  });
});
