import { parentPort } from 'node:worker_threads';
import { decodePage } from '../documents/decodePage.ts';
import { readPage } from './readPage.ts';

export interface ReadRequest {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
}

/** The program of a reading thread: one page at a time, answered before the next is taken. */
parentPort?.on('message', ({ bytes, contentType }: ReadRequest) =>
  parentPort?.postMessage(readPage(decodePage(bytes, contentType))),
);
