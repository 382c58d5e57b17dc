import { afterAll, beforeAll, expect, it } from 'vitest';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import { steps } from '../../../src/ports/queue.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { queueContract } from './queueContract.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});

afterAll(() => database.drop());

const open = () => createQueue({ redisUrl: null, connectionString: database.connectionString, log: silentLog });

/** Truncates every table of BullMQ's schema but the ledger of its migrations. */
async function empty(): Promise<void> {
  const tables = await database.db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename !~ 'migration'`,
  );
  if (tables.length > 0) await database.db.execute(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`);
}

queueContract('PostgreSQL', async () => ({ open, empty }));

it('holds at most seven connections for five working steps', async () => {
  const queue = await open();
  const workers = await Promise.all(steps.map((step) => queue.work(step, async () => undefined)));
  for (const step of steps) await queue.wake(step);
  const [held] = await database.db.query<{ count: number }>(
    'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await Promise.all(workers.map((worker) => worker.close()));
  await queue.close();
  expect(held?.count).toBeLessThanOrEqual(7);
});
