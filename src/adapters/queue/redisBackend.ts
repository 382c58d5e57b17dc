import { Queue as BullQueue, Worker as BullWorker } from 'bullmq';
import { Redis } from 'ioredis';
import { type Backend, jobOptions, type Reports, workerOptions } from './backend.ts';

const prefix = 'tocsin';

/**
 * BullMQ on Redis. Wakes fail fast while Redis is away (the sweeper calls again); workers wait for its return. Rejects
 * when Redis cannot be reached at the start.
 */
export async function openRedisBackend(redisUrl: string, reports: Reports): Promise<Backend> {
  const forWakes = new Redis(redisUrl, { lazyConnect: true, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const forWorkers = new Redis(redisUrl, { lazyConnect: true, maxRetriesPerRequest: null });
  for (const connection of [forWakes, forWorkers]) connection.on('error', reports.connection);
  try {
    await Promise.all([forWakes.connect(), forWorkers.connect()]);
  } catch (error) {
    for (const connection of [forWakes, forWorkers]) connection.disconnect();
    throw error;
  }
  return {
    openQueue: (step) =>
      new BullQueue(step, {
        connection: forWakes,
        prefix,
        defaultJobOptions: jobOptions,
        skipWaitingForReady: true,
      }).on('error', reports.connection),
    openWorker: (step, obey) =>
      new BullWorker(step, obey, { connection: forWorkers, prefix, ...workerOptions })
        .on('error', reports.connection)
        .on('failed', (_job, error) => reports.failed(step, error)),
    async close() {
      for (const connection of [forWakes, forWorkers]) connection.disconnect();
    },
  };
}
