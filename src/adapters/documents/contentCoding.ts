import type { Transform } from 'node:stream';
import { brotliDecompress, createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';
import { listOf, type ResponseHeaders } from '../http/headers.ts';

export const acceptedCodings = 'gzip, deflate, br';

const readable: ReadonlySet<string> = new Set(['gzip', 'x-gzip', 'deflate', 'br']);

/** Codings that exist (IANA) and that we cannot unpack. Any other word (none, utf-8, binary) is no coding, as browsers take it. */
const unreadable: ReadonlySet<string> = new Set(
  'zstd compress x-compress dcb dcz aes128gcm exi pack200-gzip'.split(' '),
);

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
    .filter((name) => readable.has(name) || unreadable.has(name));
  const [name = null] = names;
  const isReadable = name === null || (names.length === 1 && readable.has(name));
  return isReadable ? { kind: 'readable', name } : { kind: 'unreadable', words };
}

/** Larger than zlib's own: each piece costs a turn of the event loop. */
const pieces = { chunkSize: 65_536 };

const gzipStart = 0x1f;
/** The low half of a zlib stream's first byte (RFC 1950 §2.2). */
const zlibMethod = 0x08;
const zstdStart = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/**
 * What unpacks a body that begins so; null: it is plain. What looks like a document is one, whatever the server says of it. gzip
 * is known by its first byte, which no document begins with: servers send packed files without saying so. `deflate` means the
 * zlib format (RFC 9110 §8.4.1.2), and some servers send it bare.
 */
export function unpackerOf({ name }: ReadableCoding, start: Buffer): Transform | null {
  const [firstByte = 0] = start;
  if (name !== null && isPlain(start)) return null;
  if (firstByte === gzipStart) return createGunzip(pieces);
  if (name === 'br') return createBrotliDecompress(pieces);
  if (name !== 'deflate') return null;
  return (firstByte & 0x0f) === zlibMethod ? createInflate(pieces) : createInflateRaw(pieces);
}

/**
 * Begins as markup or JSON does, with or without a byte order mark, and has no control characters but white space: a brotli
 * stream of more than 64 KiB begins with `[` (RFC 7932 §9.1), and may look like JSON so far.
 */
const isPlain = (start: Buffer): boolean => {
  const text = start.subarray(0, 200).toString('latin1');
  return (
    /^(?:\xef\xbb\xbf)?[\t\n\f\r ]*(?:<[!?/a-z][\w:-]|[{[][\t\n\f\r ]*["{[\]}])/i.test(text) &&
    !controlCharacter.test(text)
  );
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that texts do not have
const controlCharacter = /[\x00-\x08\x0b\x0e-\x1f]/;

/** What a body turned out to be that no header says is packed; null: what it seems. */
export type Unsaid =
  | { readonly kind: 'unpacked'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  | { readonly kind: 'unreadable'; readonly coding: string }
  | null;

/** Brotli has no mark to know it by: a body is taken for it where it is no document but unpacks to one. */
export async function unsaidCodingOf(bytes: Buffer, maxBytes: number): Promise<Unsaid> {
  if (bytes.length === 0 || isPlain(bytes)) return null;
  if (bytes.subarray(0, 4).equals(zstdStart)) return { kind: 'unreadable', coding: 'zstd' };
  return new Promise((resolve) => {
    brotliDecompress(bytes, { ...pieces, maxOutputLength: maxBytes }, (error, unpacked) => {
      if (error === null) resolve(isPlain(unpacked) ? { kind: 'unpacked', bytes: unpacked } : null);
      else resolve('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? { kind: 'too-large' } : null);
    });
  });
}
