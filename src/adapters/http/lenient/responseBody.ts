import { listOf, type ResponseHeaders } from '../headers.ts';
import type { ByteReader } from './byteReader.ts';
import type { ResponseHead } from './responseHead.ts';
import { BrokenResponse, UnreadableResponse } from './unreadableResponse.ts';

const pieceBytes = 65_536;
const longestSizeLine = 8192;

/**
 * The body by pieces, as its head delimits it (RFC 9112 §6.3): chunks go before a length, equal lengths are one, and without a
 * readable one it goes on to the end of the connection. Throws before the first piece where two lengths differ, and where the
 * connection ends too early.
 */
export function bodyPieces({ statusCode, headers }: ResponseHead, reader: ByteReader): AsyncGenerator<Buffer> {
  if (statusCode === 204 || statusCode === 304) return upTo(0, reader);
  const codings = listOf(headers, 'transfer-encoding').toLowerCase().split(',');
  if (codings.some((coding) => coding.trim() === 'chunked')) return chunks(reader);
  const length = lengthOf(headers);
  return length === null ? toTheEnd(reader) : upTo(length, reader);
}

function lengthOf(headers: ResponseHeaders): number | null {
  const written = listOf(headers, 'content-length').split(',');
  const lengths = new Set(
    written
      .map((each) => each.trim())
      .filter((each) => /^\d{1,15}$/.test(each))
      .map(Number),
  );
  if (lengths.size > 1) throw new UnreadableResponse('its response names two different lengths (Content-Length)');
  const [length = null] = lengths;
  return length;
}

async function* toTheEnd(reader: ByteReader): AsyncGenerator<Buffer> {
  for (let piece = await reader.some(pieceBytes); piece !== null; piece = await reader.some(pieceBytes)) yield piece;
}

async function* upTo(length: number, reader: ByteReader): AsyncGenerator<Buffer> {
  for (let left = length; left > 0; ) {
    const piece = await reader.some(Math.min(left, pieceBytes));
    if (piece === null) throw new BrokenResponse(`the connection ended ${left} bytes before the response did`);
    left -= piece.length;
    yield piece;
  }
}

async function* chunks(reader: ByteReader): AsyncGenerator<Buffer> {
  for (;;) {
    const size = await chunkSize(reader);
    if (size === 0) return;
    yield* upTo(size, reader);
    await reader.skipLineEnd();
  }
}

async function chunkSize(reader: ByteReader): Promise<number> {
  const unreadable = () => new UnreadableResponse('its response is broken: a chunk has no readable size');
  const line = await reader.line(longestSizeLine, unreadable);
  if (line === null) throw new BrokenResponse('the connection ended between two chunks of the response');
  const [, digits] = /^[ \t]*([\da-f]{1,12})[ \t]*(?:;.*)?$/i.exec(line) ?? [];
  if (digits === undefined) throw unreadable();
  return Number.parseInt(digits, 16);
}
