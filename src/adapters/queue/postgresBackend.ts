import { Queue as BullQueue, Worker as BullWorker, createPostgresBackend, DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { steps } from '../../ports/queue.ts';
import { type Backend, jobOptions, type Reports, workerOptions } from './backend.ts';

/** Each working step keeps one connection to LISTEN; two more serve all other queries of the process. */
const maxConnections = steps.length + 2;

/**
 * BullMQ on PostgreSQL, all queues of the process on one small pool (with a pool each, five queues and their workers
 * held over thirty connections). Its schema is made, or brought up to date, first: workers on an unmigrated one spin.
 */
export async function openPostgresBackend(connectionString: string, reports: Reports): Promise<Backend> {
  const pool = new pg.Pool({
    connectionString,
    max: maxConnections,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    application_name: 'tocsin queue',
    options: `-c search_path=${DEFAULT_SCHEMA}`,
  });
  // Every queue and worker listens to the pool's errors.
  pool.setMaxListeners(0);
  pool.on('error', reports.connection);
  pool.on('connect', (client) => client.setMaxListeners(0).on('error', reports.connection));
  await migrated(pool);
  const options = { connection: asBullConnection(pool) };
  return {
    openQueue: (step) =>
      new BullQueue(step, { ...options, defaultJobOptions: jobOptions }, createPostgresBackend).on(
        'error',
        reports.connection,
      ),
    openWorker: (step, obey) =>
      new BullWorker(step, obey, { ...options, ...workerOptions }, createPostgresBackend)
        .on('error', reports.connection)
        .on('failed', (_job, error) => reports.failed(step, error)),
    close: () => pool.end(),
  };
}

type BullConnection = NonNullable<Parameters<typeof createPostgresBackend>[1]['connection']>;

/** BullMQ takes a pg.Pool, but types its queries' values as readonly, which pg does not. */
const asBullConnection = (pool: pg.Pool): BullConnection => pool as unknown as BullConnection;

async function migrated(pool: pg.Pool): Promise<void> {
  try {
    const client = await pool.connect();
    try {
      await runMigrations(client);
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
}
