import { parentPort } from 'node:worker_threads';
import { type DocumentSource, parseFeedDocument } from './parseFeedDocument.ts';

export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly source: DocumentSource;
}

/** The program of a parsing thread: one document at a time, answered before the next is taken. */
parentPort?.on('message', async ({ bytes, source }: ParseRequest) =>
  parentPort?.postMessage(await parseFeedDocument(bytes, source)),
);
