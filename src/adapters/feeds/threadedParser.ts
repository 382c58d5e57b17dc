import type { Worker } from 'node:worker_threads';
import type { StepLog } from '../../ports/log.ts';
import { createRequestThreads } from '../threads/requestThreads.ts';
import { startWorker } from '../threads/thread.ts';
import { malformed, type ParsedDocument } from './parsedDocument.ts';
import type { DocumentSource } from './parseFeedDocument.ts';
import type { ParseRequest } from './parsingProgram.ts';

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

/** The largest documents that are fetched take a tenth of either. */
const parseWithinMs = 10_000;
const memoryLimitMb = 512;

const startParsingWorker = (): Worker => startWorker('feeds/parsingProgram', { maxOldGenerationSizeMb: memoryLimitMb });

/**
 * Parses in threads of its own, each document with a deadline: one that would take for ever, or all memory, ends its thread and
 * is called malformed; a fresh thread reads the next.
 */
export function createThreadedParser(options: ThreadedParserOptions): ThreadedParser {
  const { log, withinMs = parseWithinMs, startWorker = startParsingWorker } = options;
  const withoutResponse = (cause: Error | null) =>
    malformed(cause === null ? 'reading it was interrupted' : `it could not be read: ${cause.message}`);
  const threads = createRequestThreads<ParseRequest, ParsedDocument>({
    ...{ name: 'parsing', startWorker, withinMs, log, withoutResponse },
  });
  return { close: threads.close, parse: (bytes, source, signal) => threads.call({ bytes, source }, signal) };
}
