import type { StepLog } from '../../ports/log.ts';
import type { Thread } from './thread.ts';

/** A few threads, each used by one piece of work at a time, opened when they are first needed. */
export interface Threads<T extends Ending> {
  /**
   * The free thread that was used last, so that a quiet service keeps few of them busy; else a new one; else the next that
   * comes free. Null when the signal is aborted first, or after `close`.
   */
  take(signal: AbortSignal): Promise<T | null>;
  /** Makes it free again; one that has ended is forgotten. */
  give(thread: T): void;
  /** Ends one whose state is not to be trusted any more. */
  discard(thread: T): void;
  close(): Promise<void>;
}

type Ending = Pick<Thread<never, unknown>, 'ended' | 'end'>;

export interface ThreadsOptions<T> {
  /** What they are for, in the log: `matching`. */
  readonly name: string;
  readonly most: number;
  readonly open: () => T;
  readonly log: StepLog;
}

export function createThreads<T extends Ending>({ name, most, open: openThread, log }: ThreadsOptions<T>): Threads<T> {
  type Waiter = (thread: T | null) => void;
  const open = new Set<T>();
  const free: T[] = [];
  const waiting = new Set<Waiter>();
  let isClosed = false;

  const add = (): T => {
    const thread = openThread();
    open.add(thread);
    void thread.ended.then((cause) => {
      if (!open.has(thread)) return;
      log.error({ err: cause }, `a ${name} thread ended; a new one starts when it is needed`);
      forget(thread);
    });
    return thread;
  };
  const forget = (thread: T): void => {
    open.delete(thread);
    if (free.includes(thread)) free.splice(free.indexOf(thread), 1);
    const [waiter] = waiting;
    if (!isClosed) waiter?.(add());
  };
  const wait = (signal: AbortSignal): Promise<T | null> =>
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
