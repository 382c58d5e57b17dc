import { Queue as BullQueue, createPostgresBackend } from 'bullmq';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { queueName } from '../../../src/adapters/queue/backend.ts';
import { createQueue } from '../../../src/adapters/queue/bullmq.ts';
import { createPoolViews } from '../../../src/adapters/queue/postgresViews.ts';
import type { StepLog } from '../../../src/ports/log.ts';
import { steps } from '../../../src/ports/queue.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';
import { queueContract } from './queueContract.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createEmptyDatabase();
});

afterAll(() => database.drop());

const open = (log: StepLog) => createQueue({ redisUrl: null, connectionString: database.connectionString, log });

/** Truncates every table of BullMQ's schema, the ledger of its migrations too. */
async function empty(): Promise<void> {
  const tables = await database.db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq'`,
  );
  if (tables.length > 0) await database.db.execute(`TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`);
}

/** Tried again after a deadlock with a worker at its queries. */
const dropSchema = (): Promise<void> =>
  waitFor(
    () =>
      database.db.execute('DROP SCHEMA IF EXISTS bullmq CASCADE').then(
        () => true,
        () => false,
      ),
    { withinMs: 20_000 },
  );

type Jobs = Pick<BullQueue, 'add' | 'getActiveCount'>;

async function withQueue<T>(name: string, use: (queue: Jobs) => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: database.connectionString, options: '-c search_path=bullmq' });
  const { prompt } = createPoolViews(
    pool,
    async () => undefined,
    () => undefined,
  );
  const queue = new BullQueue(name, { connection: prompt }, createPostgresBackend);
  const result = await use(queue);
  await queue.close();
  await pool.end();
  return result;
}

const addForeignJob = (name = queueName('match')): Promise<void> =>
  withQueue(name, async (queue) => void (await queue.add('greeting', { from: 'a stranger' })));
const jobsInHand = (): Promise<number> => withQueue(queueName('match'), (queue) => queue.getActiveCount());

queueContract('PostgreSQL', async () => ({ open, empty, addForeignJob, jobsInHand }));

it('holds no more connections than one a working step and two besides', async () => {
  const queue = await open(silentLog);
  const workers = await Promise.all(steps.map((step) => queue.work(step, async () => undefined)));
  for (const step of steps) await queue.wake(step);
  const [held] = await database.db.query<{ count: number }>(
    'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  await Promise.all(workers.map((worker) => worker.close()));
  await queue.close();
  expect(held?.count).toBeLessThanOrEqual(steps.length + 2);
});

it('makes a dropped schema anew while it is at work', async () => {
  const queue = await open(silentLog);
  let runs = 0;
  const worker = await queue.work('match', async () => void runs++);
  await dropSchema();
  await waitFor(
    async () => {
      await queue.wake('match').catch(() => undefined);
      return runs > 0;
    },
    { withinMs: 20_000 },
  );
  await worker.close();
  await queue.close();
});

it('starts on a schema whose tables were all emptied, the record of migrations too', async () => {
  await (await open(silentLog)).close();
  await empty();
  const queues = await Promise.all([open(silentLog), open(silentLog)]);
  for (const queue of queues) await queue.wake('match');
  for (const queue of queues) await queue.close();
});

it('never makes a schema anew that holds jobs of others', async () => {
  await (await open(silentLog)).close();
  await addForeignJob('of-others');
  await database.db.execute('TRUNCATE bullmq.migration');
  await expect(open(silentLog)).rejects.toThrow(/the queue cannot use PostgreSQL at 127.0.0.1.*exists/);
  await dropSchema();
});
