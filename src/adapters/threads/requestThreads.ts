import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { openThread } from './thread.ts';
import { createThreads } from './threads.ts';

export interface RequestThreads<Request, Answer> {
  call(request: Request, signal: AbortSignal): Promise<Answer>;
  close(): Promise<void>;
}

export interface RequestThreadsOptions<Answer> {
  /** What they are for, in the log and in causes: `parsing`. */
  readonly name: string;
  readonly startWorker: () => Worker;
  /** A request that takes longer ends its thread. */
  readonly withinMs: number;
  readonly log: StepLog;
  /** The answer where the thread gave none: it died, took too long, or there was none before the signal was aborted. */
  readonly unanswered: (cause: Error | null) => Answer;
}

/** Two, so that a request which takes all its time leaves a thread to the others. */
const threadsOfEach = 2;

/** Threads without a state of their own: any of them answers any request. */
export function createRequestThreads<Request, Answer>(
  options: RequestThreadsOptions<Answer>,
): RequestThreads<Request, Answer> {
  const { name, startWorker, withinMs, log, unanswered } = options;
  const open = () => openThread<Request, Answer>(name, startWorker());
  const threads = createThreads({ name, most: threadsOfEach, open, log });
  return {
    close: threads.close,
    async call(request, signal) {
      const thread = await threads.take(signal);
      if (thread === null) return unanswered(null);
      try {
        return await thread.call(request, withinMs);
      } catch (error) {
        return unanswered(error instanceof Error ? error : new Error(String(error)));
      } finally {
        threads.give(thread);
      }
    },
  };
}
