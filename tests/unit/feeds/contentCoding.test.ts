import { buffer } from 'node:stream/consumers';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpackerOf, unsaidCodingOf } from '../../../src/adapters/documents/contentCoding.ts';

const brotli = { kind: 'readable', name: 'br' } as const;
const pad = (bytes: number): Buffer => Buffer.from(`<rss>${'a'.repeat(bytes - 11)}</rss>`);

/** The first bytes of a packed document of more than 64 KiB tell its size: these look like `["`, `[[` and `[{`. */
it.each([0x23, 0x5c, 0x7c])('a packed document is unpacked whatever it begins with (%i)', async (low) => {
  const document = pad(300 * 256 + low);
  const packed = brotliCompressSync(document);
  expect(packed[0]).toBe(0x5b);
  const unpacker = unpackerOf(brotli, packed);
  if (unpacker === null) throw new Error('it was taken for a plain document');
  unpacker.end(packed);
  expect(await buffer(unpacker)).toEqual(document);
  expect(await unsaidCodingOf(packed, 1_000_000)).toEqual({ kind: 'unpacked', bytes: document });
});

it.each(['["a"]', ' \r\n{ "version": "1" }', '\ufeff<?xml version="1.0"?>', '<rss>\t</rss>'])(
  'a document that is not packed, though the server says so, is left as it is: %j',
  async (text) => {
    expect(unpackerOf(brotli, Buffer.from(text))).toBeNull();
    expect(await unsaidCodingOf(Buffer.from(text), 1000)).toBeNull();
  },
);
