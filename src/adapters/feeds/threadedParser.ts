import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { openThread, startWorker } from '../threads/thread.ts';
import { createThreads } from '../threads/threads.ts';
import { malformed, type ParsedDocument } from './parsedDocument.ts';
import type { DocumentSource } from './parseFeedDocument.ts';
import type { ParseRequest } from './parsingThread.ts';

/** Reads a feed document. What cannot be read is a value; aborted: the document counts as not read. */
export type ParseDocument = (bytes: Uint8Array, source: DocumentSource, signal: AbortSignal) => Promise<ParsedDocument>;

export interface ThreadedParser {
  readonly parse: ParseDocument;
  close(): Promise<void>;
}

export interface ThreadedParserOptions {
  readonly log: StepLog;
  readonly withinMs?: number;
  readonly startWorker?: () => Worker;
}

/** Two, so that a document which takes all its time leaves a thread to the other feeds. */
const parsingThreads = 2;
/** The largest documents that are fetched take a tenth of either. */
const parseWithinMs = 10_000;
const memoryLimitMb = 512;

const startParsingWorker = (): Worker => startWorker('feeds/parsingThread', { maxOldGenerationSizeMb: memoryLimitMb });

/**
 * Parses in threads of its own, each document with a deadline: one that would take for ever, or all memory, ends its thread and
 * is called malformed; a fresh thread reads the next.
 */
export function createThreadedParser(options: ThreadedParserOptions): ThreadedParser {
  const { log, withinMs = parseWithinMs, startWorker = startParsingWorker } = options;
  const open = () => openThread<ParseRequest, ParsedDocument>('parsing', startWorker());
  const threads = createThreads({ name: 'parsing', most: parsingThreads, open, log });
  return {
    close: threads.close,
    async parse(bytes, source, signal) {
      const thread = await threads.take(signal);
      if (thread === null) return malformed('reading it was broken off');
      try {
        return await thread.ask({ bytes, source }, withinMs);
      } catch (error) {
        return malformed(`it could not be read: ${error instanceof Error ? error.message : String(error)}`);
      } finally {
        threads.give(thread);
      }
    },
  };
}
