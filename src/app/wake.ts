import type { StepLog } from '../ports/log.ts';
import type { Queue, Step } from '../ports/queue.ts';

/**
 * Wakes a step without waiting for it. A queue that cannot be reached costs a moment, never work: the sweeper calls
 * again. An outage is logged when it begins and when it ends, not at every call.
 */
export function createWake(queue: Queue, log: StepLog): (step: Step) => void {
  let isDown = false;
  return (step) => {
    queue.wake(step).then(
      () => {
        if (isDown) log.info({}, 'the queue is back');
        isDown = false;
      },
      (error: unknown) => {
        if (!isDown) log.warn({ err: error }, 'the queue cannot be reached; work continues when it is back');
        isDown = true;
      },
    );
  };
}
