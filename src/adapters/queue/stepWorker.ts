import { setMaxListeners } from 'node:events';
import type { StepLog } from '../../ports/log.ts';
import type { QueueWorker, Step } from '../../ports/queue.ts';
import { patience, within } from '../timeLimit.ts';
import type { Backend, ReportError, StepWorker } from './backend.ts';
import { isWakeUp } from './wakeUp.ts';

export interface WorkerDeps {
  readonly backend: Backend;
  readonly log: StepLog;
  readonly reportError: ReportError;
}

const startLimitMs = 10_000;
const partingLimitMs = 500;

/** Runs the step for every wake-up. Rejects when the backend cannot be reached at the start. */
export async function openStepWorker(
  deps: WorkerDeps,
  step: Step,
  run: (signal: AbortSignal) => Promise<void>,
): Promise<QueueWorker> {
  const closing = new AbortController();
  // Each request in hand listens to it.
  setMaxListeners(0, closing.signal);
  let running: Promise<void> = Promise.resolve();
  const worker = deps.backend.openWorker(
    step,
    ({ data }) => {
      running = obey(deps.log, step, data, () => run(closing.signal));
      return running;
    },
    closing.signal,
  );
  let closed: Promise<void> | null = null;
  const end = async () => {
    closing.abort();
    await running;
    await part(worker);
  };
  const close = () => {
    closed ??= end();
    return closed;
  };
  await within(startLimitMs, worker.waitUntilReady()).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  worker.run().catch(deps.reportError);
  return { close };
}

async function obey(log: StepLog, step: Step, data: unknown, run: () => Promise<void>): Promise<void> {
  if (!isWakeUp(data)) return log.warn({ step }, `dropped a job in the ${step} queue that is not a wake-up`);
  try {
    await run();
  } catch (error) {
    log.error({ err: error, step }, `the ${step} step failed; it will be called again`);
  }
}

/** Lets BullMQ put the last job away, if the backend answers; a job left behind is run again by somebody. */
async function part(worker: StepWorker): Promise<void> {
  await patience(partingLimitMs, worker.pause());
  await patience(partingLimitMs, worker.close(true));
}
