import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPersonalData } from '../../../src/adapters/store/desk/personalData.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { now, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db, [{}]);
});
afterEach(() => database.drop());

const deed = { by: { kind: 'person', id: null, name: 'Dana' }, why: 'asked for', at: now } as const;
const entry = { ...deed, action: 'subscriber.erased', subject: { kind: 'subscriber', id: '1' } } as const;
const idOf = async (table: string): Promise<number> => {
  const [row] = await database.db.query<{ id: number }>(`SELECT min(id) AS id FROM listed_${table}`);
  return row?.id ?? 0;
};
const departed = async () =>
  (await database.db.query<{ address: string }>('SELECT DISTINCT address FROM departures')).map(
    ({ address }) => address,
  );
const anyTrace = async (): Promise<number> => {
  const tables = ['subscribers', 'subscriptions', 'targets', 'departures', 'deliveries', 'audit_log'];
  const counts = await Promise.all(
    tables.map(
      async (table) =>
        (await database.db.query(`SELECT FROM ${table} AS t WHERE t::text LIKE '%a@example.org%'`)).length,
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
};

describe('erasing a person', () => {
  it('leaves no trace of the address but a hash of what was left, and says so in the log', async () => {
    await createSubscriberList(database.db).unsubscribe(await idOf('subscriptions'), now);
    expect(await departed()).toEqual(['a@example.org']);
    expect(await createPersonalData(database.db).erasePerson(await idOf('subscribers'), entry)).toBe(true);
    expect(await anyTrace()).toBe(0);
    expect(await departed()).toEqual([expect.stringMatching(/^sha256:/)]);
    expect(await database.db.query("SELECT FROM audit_log WHERE action = 'subscriber.erased'")).toHaveLength(1);
  });

  it('keeps what was left at an address to which somebody else is still written', async () => {
    const other = { email: 'b@example.org', name: 'B', timezone: 'UTC' };
    const whole = {
      id: 'shared',
      rules: ['riot'],
      channel: 'email',
      target: 'a@example.org',
      secretRef: null,
    } as const;
    const schedule = { schedule: { every: 'instant' }, quiet: null, maxPerHour: 20 } as const;
    const own = { ...whole, id: 's0' };
    await createSubscriberList(database.db).replace(
      [
        { email: 'a@example.org', name: 'A', timezone: 'UTC', subscriptions: [{ ...own, ...schedule }] },
        { ...other, subscriptions: [{ ...whole, ...schedule }] },
      ],
      now,
    );
    await createSubscriberList(database.db).unsubscribeFromAll(await idOf('subscriptions'), now);
    await createPersonalData(database.db).erasePerson(await idOf('subscribers'), entry);
    expect(await departed()).toContain('a@example.org');
  });

  it('exports what is stored before, and nothing of somebody who is not there', async () => {
    const data = createPersonalData(database.db);
    const found = await data.exportPerson(await idOf('subscribers'), { ...entry, action: 'subscriber.exported' });
    expect(JSON.stringify(found)).toContain('a@example.org');
    expect(await data.exportPerson(99_999, entry)).toBeNull();
  });
});
