import { createHash } from 'node:crypto';

/** Raise it when the reader makes something else of the same bytes: they are then read again once. */
const readerVersion = 1;

/** What a document's bytes, and the charset they came with, are known by: the same hash need not be read again. */
export const documentHash = (bytes: Uint8Array, contentType: string | null): string =>
  `${readerVersion}:${createHash('sha256')
    .update(`${contentType ?? ''}\n`)
    .update(bytes)
    .digest('hex')}`;
