import { type PlanDeps, planWaiting } from '../src/pipeline/plan/planMessages.ts';
import type { Queue, QueueWorker } from '../src/ports/queue.ts';

/** Takes the wake-ups of `plan`. */
export const workPlan = (queue: Queue, deps: PlanDeps): Promise<QueueWorker> =>
  queue.work('plan', (signal) => planWaiting(deps, signal));
