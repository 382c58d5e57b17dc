import type { StepLog } from '../../ports/log.ts';
import { type Queue, type QueueWorker, type Step, steps } from '../../ports/queue.ts';
import type { Backend, StepQueue } from './backend.ts';
import { coalesced } from './coalesced.ts';
import { outageLog } from './outageLog.ts';
import { openPostgresBackend } from './postgresBackend.ts';
import { openRedisBackend } from './redisBackend.ts';

export interface QueueOptions {
  /** With it the queue lives in Redis, else in a schema of its own on the PostgreSQL server. */
  readonly redisUrl: string | null;
  readonly connectionString: string;
  readonly log: StepLog;
}

/** The queue on BullMQ. Rejects when the backend cannot be reached. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const backend = await openBackend(options);
  const queues = steps.map((step) => [step, backend.openQueue(step)] as const);
  const wakes = new Map(queues.map(([step, queue]) => [step, coalesced(() => addWakeUp(queue))]));
  return {
    wake: async (step) => wakes.get(step)?.(),
    work: async (step, run) => openWorker(backend, step, run),
    async close() {
      await Promise.all(queues.map(([, queue]) => queue.close()));
      await backend.close();
    },
  };
}

function openBackend({ redisUrl, connectionString, log }: QueueOptions): Promise<Backend> {
  const reports = {
    connection: outageLog(log),
    failed: (step: Step, error: Error) =>
      log.error({ err: error, step }, `${step} ended with an error; it is called again`),
  };
  if (redisUrl !== null) return openRedisBackend(redisUrl, reports);
  return openPostgresBackend(connectionString, reports);
}

/**
 * One waiting job says it all. A job that is being worked on does not count: it may have looked before the row that this
 * wake-up is about was written. So neither a running job nor one of a dead process can swallow a wake-up.
 */
async function addWakeUp(queue: StepQueue): Promise<void> {
  if ((await queue.getWaitingCount()) === 0) await queue.add('wake-up', {});
}

function openWorker(backend: Backend, step: Step, run: (signal: AbortSignal) => Promise<void>): QueueWorker {
  const closing = new AbortController();
  const worker = backend.openWorker(step, async () => run(closing.signal));
  return {
    async close() {
      closing.abort();
      await worker.close();
    },
  };
}
