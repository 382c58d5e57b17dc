import { PassThrough, type Readable, type Transform } from 'node:stream';
import type { WebResponse } from '../http/webResponse.ts';
import { contentCodingOf, type ReadableCoding, unpackerOf, unsaidCodingOf } from './contentCoding.ts';

export type Body =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  | { readonly kind: 'too-large' }
  /** Packed in a way that we cannot read: the server's words for it. */
  | { readonly kind: 'unreadable'; readonly coding: string };

/**
 * The unpacked body, at most `maxBytes` of it: a larger one is broken off as soon as it is known to be, so neither a huge
 * document nor a small one that unpacks to a huge one is ever held. Where the connection or the compression breaks after
 * the document's last tag nothing is lost; elsewhere its error is thrown. However it ends, the rest is given up: an unread
 * body would hold the host's one connection.
 */
export async function readBody({ headers, body }: WebResponse, maxBytes: number): Promise<Body> {
  const coding = contentCodingOf(headers);
  body.on('error', () => undefined);
  try {
    if (coding.kind === 'unreadable') return { kind: 'unreadable', coding: coding.words };
    const { bytes, error } = await gathered(body, coding, maxBytes);
    if (bytes.length > maxBytes) return { kind: 'too-large' };
    if (error !== null && !isWholeDocument(bytes)) throw error;
    const unsaid = await unsaidCodingOf(bytes, maxBytes);
    if (unsaid === null) return { kind: 'read', bytes };
    return unsaid.kind === 'unpacked' ? { kind: 'read', bytes: unsaid.bytes } : unsaid;
  } finally {
    body.destroy();
  }
}

interface Gathered {
  /** More than the most allowed only where it was broken off there. */
  readonly bytes: Buffer;
  readonly error: Error | null;
}

/**
 * By events, since an iterator drops what it has not handed out yet when a stream breaks. A connection that breaks ends the
 * input of what unpacks: what came until then is still taken out.
 */
function gathered(body: Readable, coding: ReadableCoding, maxBytes: number): Promise<Gathered> {
  const chunks: Buffer[] = [];
  let length = 0;
  let unpacker: Transform | undefined;
  return new Promise((resolve) => {
    const finish = (error: Error | null) => {
      unpacker?.destroy();
      resolve({ bytes: Buffer.concat(chunks), error: body.errored ?? error });
    };
    const take = (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) finish(null);
    };
    const open = (start: Buffer) =>
      (unpackerOf(coding, start) ?? new PassThrough())
        .on('data', take)
        .on('drain', () => body.resume())
        .on('end', () => finish(null))
        .on('error', finish);
    const inputEnded = () => (unpacker === undefined ? finish(null) : unpacker.end());
    body
      .on('data', (chunk: Buffer) => {
        unpacker ??= open(chunk);
        if (!unpacker.destroyed && !unpacker.write(chunk)) body.pause();
      })
      .on('end', inputEnded)
      .on('error', inputEnded);
  });
}

/**
 * The first bytes of an unpacked body, at most so many; the rest is given up. Throws where it cannot be unpacked, or breaks
 * before so many have come.
 */
export async function readStart({ headers, body }: WebResponse, mostBytes: number): Promise<Buffer> {
  const coding = contentCodingOf(headers);
  body.on('error', () => undefined);
  try {
    if (coding.kind === 'unreadable') throw new Error(`it is compressed as ${coding.words}`);
    const { bytes, error } = await gathered(body, coding, mostBytes);
    if (error !== null && bytes.length < mostBytes) throw error;
    return bytes.subarray(0, mostBytes);
  } finally {
    body.destroy();
  }
}

/** Its last tag or bracket is there. NULs aside, as UTF-16 has them. */
function isWholeDocument(bytes: Buffer): boolean {
  const tail = bytes.subarray(-400).toString('latin1').replaceAll('\0', '').trimEnd();
  return /(?:<\/(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|urlset|sitemapindex)>|\})$/i.test(tail);
}
