import { Queue as BullQueue, Worker as BullWorker, createPostgresBackend, DEFAULT_SCHEMA } from 'bullmq';
import pg from 'pg';
import { steps } from '../../ports/queue.ts';
import { type ConnectionString, clientAt, clientSettings, placeNow } from '../postgres/clientSettings.ts';
import { createOpenSockets } from '../postgres/openSockets.ts';
import { connectionSetup, queryLimits } from '../postgres/queryLimits.ts';
import { patience } from '../timeLimit.ts';
import { type Backend, queueName, queueOptions, type ReportError, workerOptions } from './backend.ts';
import { migrateQueue } from './postgresSchema.ts';
import { createPoolViews } from './postgresViews.ts';
import { unreachable } from './queuePlace.ts';

/** Each working step keeps one connection to LISTEN; two more serve all other queries of the process. */
const maxConnections = steps.length + 2;

/** Shorter than the store's: wake-ups fail fast. */
const connectLimitMs = 5000;
const partingLimitMs = 500;

/**
 * BullMQ on PostgreSQL, all queues of the process on one small pool (with a pool each, five queues and their workers
 * held over thirty connections). Its schema is made, or brought up to date, first: workers on an unmigrated one spin.
 */
export async function openPostgresBackend(place: ConnectionString, reportError: ReportError): Promise<Backend> {
  const sockets = createOpenSockets();
  const migrate = () => migrateQueue(clientSettings(place, sockets, queryLimits.longMs));
  await migrate().catch((error: unknown) => {
    throw unreachable('PostgreSQL', placeNow(place), error);
  });
  const pool = new pg.Pool({
    ...clientSettings(place, sockets, queryLimits.queueMs),
    Client: clientAt(place),
    connectionTimeoutMillis: connectLimitMs,
    max: maxConnections,
    application_name: 'tocsin queue',
    onConnect: (client) => prepared(client, reportError),
  });
  pool.on('error', reportError);
  const views = createPoolViews(pool, migrate, reportError);
  return {
    openQueue: (step) =>
      new BullQueue(queueName(step), { ...queueOptions, connection: views.prompt }, createPostgresBackend).on(
        'error',
        reportError,
      ),
    openWorker: (step, obey, closing) =>
      new BullWorker(
        queueName(step),
        obey,
        { ...workerOptions, connection: views.patient(closing) },
        createPostgresBackend,
      ).on('error', reportError),
    async close() {
      await patience(partingLimitMs, pool.end());
      sockets.destroyAll();
    },
  };
}

/** `search_path` is set here, since a connection string with options of its own would replace ours. */
async function prepared(client: pg.ClientBase, reportError: ReportError): Promise<void> {
  client.setMaxListeners(0).on('error', reportError);
  await client.query(`SET search_path TO ${DEFAULT_SCHEMA}; ${connectionSetup(queryLimits.queueMs)}`);
}
