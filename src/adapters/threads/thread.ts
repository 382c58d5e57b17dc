import { join } from 'node:path';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import { packageRoot } from '../packageRoot.ts';

/** A thread that is given one request at a time, and ended when a response takes too long. */
export interface Thread<Request, Response> {
  /** Resolves with the cause when it has ended, for whatever reason. Never rejects. */
  readonly ended: Promise<Error>;
  /** Rejects with the cause when the thread ends before it has responded. With `progressOf`, the limit begins anew whenever that changes. */
  call(request: Request, withinMs: number, progressOf?: () => number): Promise<Response>;
  end(): Promise<void>;
}

/**
 * A worker that runs a file of the build, named from `src/adapters/` without its ending. Node cannot run the TypeScript of the
 * sources, and a loader that could would make the tests run another program than the service; `npm test` builds first.
 */
export const startWorker = (program: string, resourceLimits: ResourceLimits = {}): Worker =>
  new Worker(join(packageRoot(), 'dist/src/adapters', `${program}.js`), { resourceLimits });

/** `name` stands in the causes: `matching`. */
export function openThread<Request, Response>(name: string, worker: Worker): Thread<Request, Response> {
  let pending: PendingCall | null = null;
  let cause: Error | null = null;
  let resolveEnd: (cause: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => {
    resolveEnd = resolve;
  });
  const fail = (error: Error) => {
    cause ??= error;
    resolveEnd(cause);
    pending?.reject(cause);
  };
  worker.on('message', (response) => pending?.resolve(response));
  worker.once('error', (error) => fail(new Error(`the ${name} thread died: ${wordsOf(error)}`, { cause: error })));
  worker.once('exit', (code) => fail(new Error(`the ${name} thread ended with code ${code}`)));
  const end = async (error: Error) => {
    fail(error);
    await worker.terminate();
  };

  return {
    ended,
    end: () => end(new Error(`the ${name} thread was stopped`)),
    async call(request, withinMs, progressOf = () => 0) {
      if (cause !== null) throw cause;
      const response = new Promise<Response>((resolve, reject) => {
        pending = { resolve: (value) => resolve(value as Response), reject };
      });
      worker.postMessage(request);
      const tooLate = () =>
        void end(new Error(`the ${name} thread gave no response within ${withinMs} ms and was ended`));
      const stopWatching = watchProgress(progressOf, withinMs, tooLate);
      try {
        return await response;
      } finally {
        stopWatching();
        pending = null;
      }
    },
  };
}

/** A limit is kept to a tenth of itself. */
const looksALimit = 10;

/** Calls `tooLate` when the progress has stood still for that long; gives what ends the watch. */
function watchProgress(progressOf: () => number, withinMs: number, tooLate: () => void): () => void {
  let [reached, looksLeft] = [progressOf(), looksALimit];
  const look = () => {
    const now = progressOf();
    if (now !== reached) [reached, looksLeft] = [now, looksALimit];
    else if (--looksLeft === 0) tooLate();
  };
  const timer = setInterval(look, withinMs / looksALimit);
  return () => clearInterval(timer);
}

/** The one request that is under way. */
interface PendingCall {
  readonly resolve: (response: unknown) => void;
  readonly reject: (cause: Error) => void;
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
