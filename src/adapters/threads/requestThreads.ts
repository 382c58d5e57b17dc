import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { openThread } from './thread.ts';
import { createThreads } from './threads.ts';

export interface RequestThreads<Request, Response> {
  call(request: Request, signal: AbortSignal): Promise<Response>;
  close(): Promise<void>;
}

export interface RequestThreadsOptions<Response> {
  /** What they are for, in the log and in causes: `parsing`. */
  readonly name: string;
  readonly startWorker: () => Worker;
  /** A request that takes longer ends its thread. */
  readonly withinMs: number;
  readonly log: StepLog;
  /** The response where the thread gave none: it died, took too long, or there was none before the signal was aborted. */
  readonly withoutResponse: (cause: Error | null) => Response;
}

/** Two, so that a request which takes all its time leaves a thread to the others. */
const threadsOfEach = 2;

/** Threads without a state of their own: any of them takes any request. */
export function createRequestThreads<Request, Response>(
  options: RequestThreadsOptions<Response>,
): RequestThreads<Request, Response> {
  const { name, startWorker, withinMs, log, withoutResponse } = options;
  const open = () => openThread<Request, Response>(name, startWorker());
  const threads = createThreads({ name, most: threadsOfEach, open, log });
  return {
    close: threads.close,
    async call(request, signal) {
      const thread = await threads.take(signal);
      if (thread === null) return withoutResponse(null);
      try {
        return await thread.call(request, withinMs);
      } catch (error) {
        return withoutResponse(error instanceof Error ? error : new Error(String(error)));
      } finally {
        threads.give(thread);
      }
    },
  };
}
