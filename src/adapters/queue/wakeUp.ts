import { z } from 'zod';
import type { StepQueue } from './backend.ts';

/** What a job says: nothing. The work is a row in the store. */
const wakeUp = z.strictObject({});

export const isWakeUp = (data: unknown): boolean => wakeUp.safeParse(data).success;

/**
 * One waiting job says it all. A job that is being worked on does not count: it may have looked before the row that this
 * wake-up is about was written. So neither a running job nor one of a dead process can swallow a wake-up. Processes that
 * find nothing waiting at the same moment add a job each, which costs an empty run.
 */
export async function addWakeUp(queue: StepQueue): Promise<void> {
  if ((await queue.getWaitingCount()) === 0) await queue.add('wake-up', {} satisfies z.infer<typeof wakeUp>);
}
