import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test as base, describe } from 'vitest';
import { MissedLimit } from '../../../src/adapters/postgres/missedLimit.ts';
import { type Database, openDatabase } from '../../../src/adapters/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { type Line, openLine } from '../../support/line.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';

interface World {
  readonly test: TestDatabase;
  /** What lies between `db` and the database. */
  readonly line: Line;
  readonly db: Database;
}

const it = base.extend<{ readonly world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern
  world: async ({}, use) => {
    const test = await createTestDatabase();
    const throughLine = new URL(test.connectionString);
    const line = await openLine(new URL(test.connectionString));
    throughLine.port = String(line.port);
    const db = openDatabase({ connectionString: throughLine.href, maxConnections: 2, log: silentLog, limitMs: 1000 });
    await use({ test, line, db });
    await db.close();
    await line.close();
    await test.drop();
  },
});

const sleeping = 'SELECT pg_sleep(60)';
const canceled = { code: '57014' };

describe.concurrent('a statement', () => {
  it('that takes too long is ended by the server, and its connection stays good', async ({ expect, world: { db } }) => {
    await expect(db.query(sleeping)).rejects.toMatchObject(canceled);
    await expect(db.transaction((tx) => tx.query(sleeping))).rejects.toMatchObject(canceled);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('may take longer where its transaction says so', async ({ expect, world: { db } }) => {
    const slept = db.transaction((tx) => tx.query("SELECT 'awake' AS state FROM pg_sleep(2)"), 60_000);
    expect(await slept).toEqual([{ state: 'awake' }]);
  });

  it('that is not answered rejects, and its connection is given up', async ({ expect, world: { line, db } }) => {
    await db.query('SELECT 1');
    line.forget();
    await expect(db.query('SELECT 1')).rejects.toThrow('the database did not answer a statement within 1 s');
    await waitFor(() => line.forgotten() === 0, { withinMs: 10_000 });
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('that is not answered in the middle of a transaction ends it, without waiting for a roll-back', async ({
    expect,
    world: { line, db },
  }) => {
    const cut = db.transaction(async (tx) => {
      await tx.query('SELECT 1');
      line.forget();
      return tx.query('SELECT 1');
    });
    await expect(cut).rejects.toBeInstanceOf(MissedLimit);
    await waitFor(() => line.forgotten() === 0, { withinMs: 1000 });
  });

  it('that is not answered ends silent connections with longer limits, too', async ({
    expect,
    world: { line, db },
  }) => {
    const long = db.transaction(async (tx) => {
      await tx.query('SELECT 1');
      line.forget();
      return tx.query('SELECT 1');
    }, 60_000);
    long.catch(() => undefined);
    await waitFor(() => line.forgotten() > 0, { withinMs: 10_000 });
    // What was heard is looked at every few seconds; connecting in vain takes longer.
    line.freeze();
    await db.query('SELECT 1').catch(() => undefined);
    line.mend();
    await db
      .transaction((tx) => {
        line.forget();
        return tx.query('SELECT 1');
      })
      .catch(() => undefined);
    await expect(long).rejects.toThrow();
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('finds no free connection for ever', async ({ expect, world: { line, db } }) => {
    let release = () => {};
    const held = Array.from({ length: 2 }, () =>
      db.transaction(() => new Promise<void>((resolve) => (release = both(release, resolve))), 60_000),
    );
    await waitFor(async () => line.attempts() === 2, { withinMs: 10_000 });
    await expect(db.query('SELECT 1')).rejects.toThrow('no connection to the database became free in time');
    release();
    await Promise.all(held);
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe.concurrent('what a silent client holds', () => {
  it('is freed by the server, in the middle of a transaction too', async ({ expect, world: { test, line, db } }) => {
    await test.db.execute('CREATE TABLE counters AS SELECT 1 AS value');
    await db
      .transaction(async (tx) => {
        await tx.execute('UPDATE counters SET value = 2');
        line.forget();
        return tx.query('SELECT 1');
      })
      .catch(() => undefined);
    expect(await test.db.execute('UPDATE counters SET value = value')).toBe(1);
    expect(await test.db.query('SELECT value FROM counters')).toEqual([{ value: 1 }]);
  });

  it('is freed when it was a session with a lock, which learns of it within seconds', async ({
    world: { test, line, db },
  }) => {
    const session = await db.openSession();
    await session.query('SELECT pg_advisory_lock(1)');
    await session.watch();
    line.forget();
    await waitFor(() => session.lost.aborted, { withinMs: 30_000 });
    const isFree = async () => {
      const [row] = await test.db.query<{ free: boolean }>('SELECT pg_try_advisory_xact_lock(1) AS free');
      return row?.free === true;
    };
    await waitFor(isFree, { withinMs: 60_000 });
    await session.close();
  });
});

describe.concurrent('connecting', () => {
  it('asks for nothing that a pooler refuses', async ({ expect, world: { test } }) => {
    const asked: Buffer[] = [];
    const pooler = createServer((socket) => {
      socket
        .on('error', () => undefined)
        .once('data', (chunk: Buffer) => {
          asked.push(chunk);
          socket.destroy();
        });
    }).listen(0, '127.0.0.1');
    await once(pooler, 'listening');
    const url = new URL(test.connectionString);
    url.port = String((pooler.address() as AddressInfo).port);
    const through = openDatabase({ connectionString: url.href, maxConnections: 1, log: silentLog });
    await expect(through.query('SELECT 1')).rejects.toThrow();
    await expect(through.openSession()).rejects.toThrow();
    await through.close();
    pooler.close();
    // Length and version, then names and values, each ended by a zero (PostgreSQL's protocol, StartupMessage).
    const namesIn = (message: Buffer) =>
      message
        .subarray(8)
        .toString()
        .split('\0')
        .filter((_, index) => index % 2 === 0)
        .filter((name) => name !== '');
    expect(asked.map(namesIn)).toEqual(Array(2).fill(['user', 'database', 'application_name', 'client_encoding']));
  });
});

describe.concurrent('closing', () => {
  it('does not wait for what a silent server was asked', async ({ expect, world: { line, db } }) => {
    await db.query('SELECT 1');
    const patient = db.transaction((tx) => {
      line.forget();
      return tx.query('SELECT 1');
    }, 60_000);
    patient.catch(() => undefined);
    await waitFor(() => line.forgotten() > 0, { withinMs: 10_000 });
    await db.close();
    await expect(patient).rejects.toThrow();
  });
});

const both = (first: () => void, second: () => void) => () => {
  first();
  second();
};
