import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { createRequestThreads } from '../threads/requestThreads.ts';
import { startWorker } from '../threads/thread.ts';
import type { ReadRequest } from './readingProgram.ts';
import type { PageReading } from './readPage.ts';

/** Reads the article's text out of a page. Whatever the page does is a value; aborted: the page counts as not read. */
export type ReadPage = (request: ReadRequest, signal: AbortSignal) => Promise<PageReading>;

export interface ThreadedReader {
  readonly read: ReadPage;
  close(): Promise<void>;
}

export interface ThreadedReaderOptions {
  readonly log: StepLog;
  readonly withinMs?: number;
  readonly startWorker?: () => Worker;
}

/** A usual page takes hundredths of a second. */
const readWithinMs = 5000;
const memoryLimitMb = 384;

const startReadingWorker = (): Worker => startWorker('pages/readingProgram', { maxOldGenerationSizeMb: memoryLimitMb });

/** Reads in threads of its own, each page with a deadline: one that takes too long, or all memory, costs itself only. */
export function createThreadedReader(options: ThreadedReaderOptions): ThreadedReader {
  const { log, withinMs = readWithinMs, startWorker = startReadingWorker } = options;
  const withoutResponse = (cause: Error | null): PageReading => ({
    ...{ kind: 'none', reason: cause?.message ?? 'reading it was interrupted' },
  });
  const threads = createRequestThreads<ReadRequest, PageReading>({
    ...{ name: 'reading', startWorker, withinMs, log, withoutResponse },
  });
  return { close: threads.close, read: threads.call };
}
