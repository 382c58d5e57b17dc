import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { listOf, type ResponseHeaders } from '../http/headers.ts';

export const acceptedCodings = 'gzip, deflate, br';

const readable: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br']);

/** How a body is packed: in one way, or not at all (null). */
export type ReadableCoding = { readonly kind: 'readable'; readonly name: string | null };

/** Or in ways that we cannot read, in the server's words. */
export type ContentCoding = ReadableCoding | { readonly kind: 'unreadable'; readonly words: string };

export function contentCodingOf(headers: ResponseHeaders): ContentCoding {
  const words = listOf(headers, 'content-encoding');
  const names = words
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity');
  const [name = null] = names;
  const isReadable = name === null || (names.length === 1 && readable.has(name));
  return isReadable ? { kind: 'readable', name } : { kind: 'unreadable', words };
}

/** Larger than zlib's own: each piece costs a turn of the event loop. */
const pieces = { chunkSize: 65_536 };

const gzipStart = 0x1f;
/** The low half of a zlib stream's first byte (RFC 1950 §2.2). */
const zlibMethod = 0x08;

/**
 * What unpacks a body that begins with this byte; null: it is plain. gzip is known by its first byte, which no document
 * begins with: servers say so of plain bodies, and send packed files without saying so. `deflate` means the zlib format
 * (RFC 9110 §8.4.1.2), and some servers send it bare.
 */
export function unpackerOf({ name }: ReadableCoding, firstByte: number): Transform | null {
  if (name === 'br') return createBrotliDecompress(pieces);
  if (firstByte === gzipStart) return createGunzip(pieces);
  if (name !== 'deflate') return null;
  return (firstByte & 0x0f) === zlibMethod ? createInflate(pieces) : createInflateRaw(pieces);
}
