import type { ResponseHeaders } from '../headers.ts';
import type { ByteReader } from './byteReader.ts';
import { BrokenResponse, UnreadableResponse } from './unreadableResponse.ts';

export interface ResponseHead {
  readonly statusCode: number;
  readonly headers: ResponseHeaders;
}

/** Beyond that a server makes fun of us. */
const mostInterim = 20;

class HeadTooLong extends Error {
  readonly code = 'UND_ERR_HEADERS_OVERFLOW';
}

/**
 * The head of a final response; those before it (100 Continue, 103 Early Hints) are passed over. Read as browsers and curl do:
 * lines end with LF, the reason may be missing, the version is not looked at, folded lines are joined, and lines that are no
 * header are left out. `mostBytes`: of each line and of all together.
 */
export async function readHead(reader: ByteReader, mostBytes: number): Promise<ResponseHead> {
  const head = new HeadLines(reader, mostBytes);
  for (let interim = 0; interim <= mostInterim; interim++) {
    const statusLine = await head.nextWritten();
    const statusCode = Number(/^HTTP(?:\/[\d.]*)?[ \t]+(\d{3})(?!\d)/i.exec(statusLine)?.[1]);
    if (Number.isNaN(statusCode)) throw new UnreadableResponse('its response is not HTTP');
    const headers = headersOf(await head.upToEmpty());
    if (statusCode < 100 || statusCode > 199) return { statusCode, headers };
    if (statusCode === 101) break;
  }
  throw new UnreadableResponse('it never comes to its response');
}

class HeadLines {
  readonly #reader: ByteReader;
  #leftBytes: number;

  constructor(reader: ByteReader, mostBytes: number) {
    this.#reader = reader;
    this.#leftBytes = mostBytes;
  }

  async nextWritten(): Promise<string> {
    for (;;) {
      const line = await this.#next();
      if (line !== '') return line;
    }
  }

  async upToEmpty(): Promise<readonly string[]> {
    const lines: string[] = [];
    for (let line = await this.#next(); line !== ''; line = await this.#next()) lines.push(line);
    return lines;
  }

  async #next(): Promise<string> {
    const tooLong = () => new HeadTooLong('the response headers are too long');
    const line = await this.#reader.line(this.#leftBytes, tooLong);
    if (line === null) throw new BrokenResponse('the connection ended within the response headers');
    this.#leftBytes -= line.length + 1;
    if (this.#leftBytes < 0) throw tooLong();
    return line;
  }
}

function headersOf(lines: readonly string[]): ResponseHeaders {
  const headers = new Map<string, string | readonly string[]>();
  for (const line of unfolded(lines)) {
    const [, name, value = ''] = /^([!#$%&'*+.^_`|~\w-]+)[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    headers.set(key, [...[headers.get(key) ?? []].flat(), plain(value)]);
  }
  return Object.fromEntries([...headers].map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

/** A line that begins with white space goes on with the one before (RFC 9112 §5.2). */
function unfolded(lines: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line) && joined.length > 0) joined.push(`${joined.pop()} ${line.trim()}`);
    else joined.push(line);
  }
  return joined;
}

/** Without controls: a validator goes back with the next request, and may not end its line. */
const plain = (value: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that a header may not hold
  value.replace(/[\u0000-\u0008\u000a-\u001f\u007f]/g, '').trim();
