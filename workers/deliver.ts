import { type DeliverDeps, deliverDue } from '../src/pipeline/deliver.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `deliver`. */
export const workDeliver = (queue: Queue, deps: DeliverDeps): Promise<QueueWorker> =>
  queue.work('deliver', (signal) => deliverDue(deps, signal));
