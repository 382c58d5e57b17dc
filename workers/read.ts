import { type ReadDeps, readWaiting } from '../src/pipeline/read/readPages.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `read`. */
export const workRead = (queue: Queue, deps: ReadDeps): Promise<QueueWorker> =>
  queue.work('read', (signal) => readWaiting(deps, signal));
