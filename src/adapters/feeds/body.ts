import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Dispatcher } from 'undici';

/** The document is larger than we read. */
export class BodyTooLarge extends Error {}

/**
 * The decoded body, at most `maxBytes` of it: a larger one is broken off as soon as it is known to be, so neither a huge
 * document nor a small one that unpacks to a huge one is ever held. Throws `BodyTooLarge`, and what zlib finds broken.
 * Whatever is thrown, the rest is given up: an unread body would hold one of the host's few connections.
 */
export async function readBody({ headers, body }: Dispatcher.ResponseData, maxBytes: number): Promise<Buffer> {
  try {
    return await gathered(decoded(body, String(headers['content-encoding'] ?? '').toLowerCase()), maxBytes);
  } catch (error) {
    body.destroy();
    throw error;
  }
}

async function gathered(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(body: Readable, encoding: string): Readable {
  const decoder = decoderOf(encoding);
  if (decoder === null) return body;
  body.on('error', (error) => decoder.destroy(error));
  return body.pipe(decoder);
}

function decoderOf(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return createGunzip();
  if (encoding === 'deflate') return createInflate();
  return encoding === 'br' ? createBrotliDecompress() : null;
}
