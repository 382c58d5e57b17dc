import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { type MatchingThread, openMatchingThread } from './matchingThread.ts';

/** A few threads, each used by one batch at a time, opened when they are first needed. */
export interface Threads {
  /**
   * The free thread that was used last, so that a quiet service keeps few sets of rules; else a new one; else the next that
   * comes free. Null when the signal is aborted first, or after `close`.
   */
  take(signal: AbortSignal): Promise<MatchingThread | null>;
  /** Makes it free again; one that has ended is forgotten. */
  give(thread: MatchingThread): void;
  /** Ends one whose rules are no set any more. */
  discard(thread: MatchingThread): void;
  close(): Promise<void>;
}

export interface ThreadsOptions {
  readonly most: number;
  readonly startWorker: () => Worker;
  readonly log: StepLog;
}

type Waiter = (thread: MatchingThread | null) => void;

export function createThreads({ most, startWorker, log }: ThreadsOptions): Threads {
  const open = new Set<MatchingThread>();
  const free: MatchingThread[] = [];
  const waiting = new Set<Waiter>();
  let isClosed = false;

  const add = (): MatchingThread => {
    const thread = openMatchingThread(startWorker());
    open.add(thread);
    void thread.ended.then((cause) => {
      if (!open.has(thread)) return;
      log.error({ err: cause }, 'a matching thread ended; a fresh one takes its place when it is needed');
      forget(thread);
    });
    return thread;
  };
  const forget = (thread: MatchingThread): void => {
    open.delete(thread);
    if (free.includes(thread)) free.splice(free.indexOf(thread), 1);
    const [waiter] = waiting;
    if (!isClosed) waiter?.(add());
  };
  const wait = (signal: AbortSignal): Promise<MatchingThread | null> =>
    new Promise((resolve) => {
      const serve: Waiter = (thread) => {
        waiting.delete(serve);
        signal.removeEventListener('abort', leave);
        resolve(thread);
      };
      const leave = () => serve(null);
      signal.addEventListener('abort', leave);
      waiting.add(serve);
    });

  return {
    async take(signal) {
      if (isClosed || signal.aborted) return null;
      return free.pop() ?? (open.size < most ? add() : wait(signal));
    },
    give(thread) {
      if (!open.has(thread)) return;
      const [waiter] = waiting;
      if (waiter === undefined) free.push(thread);
      else waiter(thread);
    },
    discard(thread) {
      if (!open.has(thread)) return;
      forget(thread);
      void thread.end();
    },
    async close() {
      isClosed = true;
      const left = [...open];
      open.clear();
      free.length = 0;
      for (const waiter of waiting) waiter(null);
      await Promise.all(left.map((thread) => thread.end()));
    },
  };
}
