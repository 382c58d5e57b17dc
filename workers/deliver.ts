import { type DeliverDeps, deliverDue } from '../src/pipeline/deliver/deliverMessages.ts';
import type { SendNoticesDeps } from '../src/pipeline/deliver/sendNotices.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `deliver`: messages of subscriptions, and notices to owners. */
export const workDeliver = (queue: Queue, deps: DeliverDeps & SendNoticesDeps): Promise<QueueWorker> =>
  queue.work('deliver', (signal) => deliverDue(deps, signal));
