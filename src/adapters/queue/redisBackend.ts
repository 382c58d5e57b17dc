import { Queue as BullQueue, Worker as BullWorker } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { keepAliveAfterMs } from '../postgres/queryLimits.ts';
import { within } from '../timeLimit.ts';
import { type Backend, queueName, queueOptions, type ReportError, workerOptions } from './backend.ts';
import { unreachable } from './queuePlace.ts';

const connectLimitMs = 10_000;

/** `socketTimeout`: a server that does not answer a command is left; longer than a worker waits for its next job (5 s). */
const common = {
  lazyConnect: true,
  connectTimeout: connectLimitMs,
  keepAlive: keepAliveAfterMs,
  socketTimeout: 10_000,
  retryStrategy: (tries: number) => Math.min(tries * 100, 1000),
};

/**
 * BullMQ on Redis. Wakes fail fast while Redis is away (the sweeper calls again); workers wait for its return. Seven
 * connections for five working steps: one for wakes, one for what workers tell, and one for each worker to wait on.
 */
export async function openRedisBackend(redisUrl: string, reportError: ReportError): Promise<Backend> {
  const forWakes = new Redis(redisUrl, { ...common, enableOfflineQueue: false, maxRetriesPerRequest: 0 });
  const forWorkers = new WorkersConnection(redisUrl, { ...common, maxRetriesPerRequest: null });
  const close = async () => {
    forWakes.disconnect();
    forWorkers.leave();
  };
  await Promise.all([connect(forWakes, reportError), connect(forWorkers, reportError)]).catch(
    async (error: unknown) => {
      await close();
      throw unreachable('Redis', redisUrl, error);
    },
  );
  return {
    openQueue: (step) =>
      new BullQueue(queueName(step), {
        ...queueOptions,
        connection: forWakes,
        skipWaitingForReady: true,
      }).on('error', reportError),
    openWorker: (step, obey) =>
      new BullWorker(queueName(step), obey, { ...workerOptions, connection: forWorkers }).on('error', reportError),
    close,
  };
}

/** ioredis rejects with "Connection is closed." and tells the reason as an event. */
async function connect(redis: Redis, reportError: ReportError): Promise<void> {
  let reason: Error | null = null;
  const keepReason = (error: Error) => {
    reason = error;
  };
  redis.on('error', keepReason);
  await within(connectLimitMs, redis.connect()).catch((error: unknown) => {
    throw reason ?? error;
  });
  redis.off('error', keepReason).on('error', reportError);
}

const refuse = () => Promise.reject(new Error('the queue is closed'));

/** What workers tell Redis over, together. BullMQ makes a duplicate of it for each worker to wait on. */
class WorkersConnection extends Redis {
  readonly #duplicates: Pick<Redis, 'connect' | 'disconnect' | 'on' | 'status'>[] = [];

  override duplicate<Override extends Partial<RedisOptions> | undefined = undefined>(override?: Override) {
    const duplicate = super.duplicate(override);
    this.#duplicates.push(duplicate);
    return duplicate;
  }

  /** Ends all of them for good. A worker that is closed while Redis is away opens its duplicate again afterwards. */
  leave(): void {
    this.disconnect();
    for (const duplicate of this.#duplicates) {
      duplicate.connect = refuse;
      duplicate.on('error', () => undefined);
      if (duplicate.status !== 'end') duplicate.disconnect();
    }
  }
}
