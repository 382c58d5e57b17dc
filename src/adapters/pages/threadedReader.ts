import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { openThread, startWorker } from '../threads/thread.ts';
import { createThreads } from '../threads/threads.ts';
import type { ReadRequest } from './readingThread.ts';
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

/** A usual page takes hundredths of a second, so one thread reads more than is fetched; the second is for the unusual. */
const readingThreads = 2;
const readWithinMs = 5000;
const memoryLimitMb = 384;

const startReadingWorker = (): Worker => startWorker('pages/readingThread', { maxOldGenerationSizeMb: memoryLimitMb });

/** Reads in threads of its own, each page with a deadline: one that takes too long, or all memory, costs itself only. */
export function createThreadedReader(options: ThreadedReaderOptions): ThreadedReader {
  const { log, withinMs = readWithinMs, startWorker = startReadingWorker } = options;
  const open = () => openThread<ReadRequest, PageReading>('reading', startWorker());
  const threads = createThreads({ name: 'reading', most: readingThreads, open, log });
  return {
    close: threads.close,
    async read(request, signal) {
      const thread = await threads.take(signal);
      if (thread === null) return { kind: 'none', reason: 'reading it was broken off' };
      try {
        return await thread.ask(request, withinMs);
      } catch (error) {
        return { kind: 'none', reason: error instanceof Error ? error.message : String(error) };
      } finally {
        threads.give(thread);
      }
    },
  };
}
