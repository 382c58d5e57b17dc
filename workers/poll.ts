import { type PollDeps, pollDueFeeds } from '../src/pipeline/poll/pollFeeds.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `poll`. */
export const workPoll = (queue: Queue, deps: PollDeps): Promise<QueueWorker> =>
  queue.work('poll', (signal) => pollDueFeeds(deps, signal));
