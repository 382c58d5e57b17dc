import { type MatchDeps, matchWaiting } from '../src/pipeline/match/matchArticles.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `match`. */
export const workMatch = (queue: Queue, deps: MatchDeps): Promise<QueueWorker> =>
  queue.work('match', (signal) => matchWaiting(deps, signal));
