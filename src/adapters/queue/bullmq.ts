import type { StepLog } from '../../ports/log.ts';
import { type Queue, type QueueWorker, steps } from '../../ports/queue.ts';
import type { ConnectionString } from '../postgres/clientSettings.ts';
import { within } from '../timeLimit.ts';
import type { Backend, ReportError } from './backend.ts';
import { coalesced } from './coalesced.ts';
import { openPostgresBackend } from './postgresBackend.ts';
import { openRedisBackend } from './redisBackend.ts';
import { openStepWorker } from './stepWorker.ts';
import { addWakeUp } from './wakeUp.ts';

export interface QueueOptions {
  /** With it the queue lives in Redis, else in a schema of its own on the PostgreSQL server. */
  readonly redisUrl: string | null;
  readonly connectionString: ConnectionString;
  readonly log: StepLog;
}

const wakeLimitMs = 3000;

/** The queue on BullMQ. Rejects, saying where it looked, when the backend cannot be reached. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const { log } = options;
  let isClosed = false;
  const logOutage = outageLog(log);
  const reportError = (error: Error) => {
    if (!isClosed) logOutage(error);
  };
  const backend = await openBackend(options, reportError);
  const queues = steps.map((step) => [step, backend.openQueue(step)] as const);
  const wakes = new Map(
    queues.map(([step, queue]) => [step, coalesced(() => within(wakeLimitMs, addWakeUp(queue)))] as const),
  );
  await Promise.all(queues.map(([, queue]) => queue.waitUntilReady())).catch(async (error: unknown) => {
    await backend.close();
    throw error;
  });
  const workers: QueueWorker[] = [];
  return {
    wake: async (step) => wakes.get(step)?.(),
    async work(step, run) {
      const worker = await openStepWorker({ backend, log, reportError }, step, run);
      workers.push(worker);
      return worker;
    },
    async close() {
      isClosed = true;
      await Promise.all(workers.map((worker) => worker.close()));
      await backend.close();
    },
  };
}

function openBackend({ redisUrl, connectionString }: QueueOptions, reportError: ReportError): Promise<Backend> {
  if (redisUrl !== null) return openRedisBackend(redisUrl, reportError);
  return openPostgresBackend(connectionString, reportError);
}

const quietMs = 60_000;

/** Ten connections that lose one server say so many times a second; a minute's errors are one line. */
function outageLog(log: StepLog): (error: Error) => void {
  let quietUntil = 0;
  return (error) => {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    log.warn({ err: error }, 'the queue has a connection problem; it keeps trying');
  };
}
