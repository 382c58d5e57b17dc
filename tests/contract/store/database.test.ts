import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/adapters/store/database.ts';
import { createLog } from '../../../src/app/logging.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await test.db.execute('CREATE TABLE counters (id integer PRIMARY KEY, value integer NOT NULL)');
  await test.db.execute('INSERT INTO counters VALUES (1, 0), (2, 0)');
});
afterAll(() => test.drop());

/** With a time, the server answers only when they have ended. */
const killOthers = (withinMs = 0) =>
  test.db.query<{ isDead: boolean }>(
    'SELECT pg_terminate_backend(pid, $1) AS "isDead" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    [withinMs],
  );

describe('the database', () => {
  it('gives int8 as numbers, timestamptz as dates and jsonb as values', async () => {
    const at = new Date('2022-01-05T12:00:00.123Z');
    const rows = await test.db.query(
      'SELECT 9007199254740991 AS big, ARRAY[1, 2]::int8[] AS list, $1::timestamptz AS at, $2::jsonb AS doc',
      [at, { a: [1] }],
    );
    expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, list: [1, 2], at, doc: { a: [1] } }]);
  });

  it('refuses an int8 that a number cannot hold', async () => {
    await expect(test.db.query('SELECT 9007199254740993::int8')).rejects.toThrow(RangeError);
  });

  it('keeps nothing of a transaction that throws', async () => {
    const failing = test.db.transaction(async (tx) => {
      await tx.execute('UPDATE counters SET value = 99 WHERE id = 1');
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await test.db.query('SELECT value FROM counters WHERE id = 1')).toEqual([{ value: 0 }]);
  });

  it('says how many rows were written', async () => {
    expect(await test.db.execute('UPDATE counters SET value = value')).toBe(2);
  });

  it('runs both of two transactions that block each other', async () => {
    const bothIn = meeting(2);
    const add = (first: number, second: number) =>
      test.db.transaction(async (tx) => {
        await tx.execute('UPDATE counters SET value = value + 1 WHERE id = $1', [first]);
        await bothIn();
        await tx.execute('UPDATE counters SET value = value + 1 WHERE id = $1', [second]);
      });
    await Promise.all([add(1, 2), add(2, 1)]);
    expect(await test.db.query('SELECT value FROM counters')).toEqual([{ value: 2 }, { value: 2 }]);
  });

  it('survives the loss of idle and of busy connections', async () => {
    const db = openDatabase({ connectionString: test.connectionString, maxConnections: 2, log: silentLog });
    await db.query('SELECT 1');
    await killOthers();
    const busy = db.transaction(async (tx) => {
      // The loss arrives while nothing is asked: the server said goodbye before it answers this.
      expect(await killOthers(30_000)).toContainEqual({ isDead: true });
      return tx.query('SELECT 1');
    });
    await expect(busy).rejects.toThrow();
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await db.close();
    await db.close();
  });

  it('logs the loss of an idle connection in a line of its own, without the client and its keys', async () => {
    const lines: string[] = [];
    const log = createLog('warn', { write: (line) => void lines.push(line) });
    const db = openDatabase({ connectionString: test.connectionString, maxConnections: 1, log });
    await db.query('SELECT 1');
    await killOthers();
    await expect.poll(() => lines, { timeout: 30_000 }).toHaveLength(1);
    await db.close();
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      ...{ level: 40, time: expect.any(String), msg: 'an idle database connection was lost' },
      ...{ error: 'error', code: '57P01', reason: 'terminating connection due to administrator command' },
    });
  });

  it('logs the loss of an idle connection, but not one that a stopping server ends while the pool closes', async () => {
    const logged: string[] = [];
    const log = { ...silentLog, warn: (_fields: object, message: string) => void logged.push(message) };
    const open = async () => {
      const db = openDatabase({ connectionString: test.connectionString, maxConnections: 4, log });
      await Promise.all(Array.from({ length: 4 }, () => db.query('SELECT pg_sleep(0.01)')));
      return db;
    };
    for (let round = 0; round < 10; round++) {
      const closing = await open();
      await Promise.all([killOthers(), closing.close()]);
    }
    expect(logged).toEqual([]);
    const staying = await open();
    await killOthers();
    await expect.poll(() => logged, { timeout: 30_000 }).toEqual(Array(4).fill('an idle database connection was lost'));
    await staying.close();
  });

  it('tells a session that its connection and its locks are gone, but not when it closes itself', async () => {
    const [dying, closing] = [await test.db.openSession(), await test.db.openSession()];
    const [row] = await dying.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const lost = new Promise((resolve) => dying.lost.addEventListener('abort', resolve));
    await test.db.query('SELECT pg_terminate_backend($1)', [row?.pid]);
    await lost;
    await closing.close();
    expect(closing.lost.aborted).toBe(false);
    await dying.close();
  });

  it('lets tests move the time of leases', async () => {
    const at = new Date('2022-01-05T12:00:00Z');
    await setLeaseTime(test.db, at);
    expect(await test.db.query('SELECT lease_now() AS now')).toEqual([{ now: at }]);
    await setLeaseTime(test.db, null);
    const [row] = await test.db.query<{ now: Date }>('SELECT lease_now() AS now');
    expect(row?.now.getTime()).toBeGreaterThan(at.getTime());
  });
});

/** Holds each caller until `count` of them have come; later callers pass. */
function meeting(count: number): () => Promise<void> {
  let arrived = 0;
  const waiting: (() => void)[] = [];
  return async () => {
    if (++arrived >= count) for (const letGo of waiting) letGo();
    else await new Promise<void>((letGo) => waiting.push(letGo));
  };
}
