import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { GuardedConnect } from '../guardedAgent.ts';
import type { WebResponse } from '../webResponse.ts';
import { ByteReader } from './byteReader.ts';
import { bodyPieces } from './responseBody.ts';
import { readHead } from './responseHead.ts';

export interface LenientOptions {
  readonly connect: GuardedConnect;
  /** Values are latin1, byte for byte. */
  readonly headers: Readonly<Record<string, string>>;
  /** Posted, UTF-8; a GET where there is none. */
  readonly post?: string;
  readonly signal: AbortSignal;
  readonly maxHeaderBytes: number;
}

/**
 * One request on a connection of its own, whose response is read as leniently as browsers and curl read theirs. A client that
 * closes after one response has no second one that somebody could smuggle in.
 */
export async function lenientRequest(url: string, options: LenientOptions): Promise<WebResponse> {
  const { connect, signal, maxHeaderBytes } = options;
  signal.throwIfAborted();
  const socket = await connected(new URL(url), connect);
  const end = () => socket.destroy(signal.reason);
  const forget = () => signal.removeEventListener('abort', end);
  socket.on('error', () => undefined).once('close', forget);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  try {
    socket.write(requestOf(new URL(url), options), 'latin1');
    const reader = new ByteReader(socket);
    const head = await readHead(reader, maxHeaderBytes);
    const body = Readable.from(bodyPieces(head, reader), { objectMode: false });
    body.once('close', () => socket.destroy());
    return { ...head, body };
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

const connected = ({ protocol, hostname, host, port }: URL, connect: GuardedConnect): Promise<Socket> =>
  new Promise((resolve, reject) => {
    connect({ protocol, hostname: hostname.replace(/^\[|\]$/g, ''), host, port }, (error, socket) => {
      if (socket === null) reject(error ?? new Error(`no connection to ${host}`));
      else resolve(socket);
    });
  });

function requestOf({ host, pathname, search }: URL, { headers, post }: LenientOptions): string {
  const body = post === undefined ? '' : Buffer.from(post).toString('latin1');
  const length = post === undefined ? {} : { 'content-length': String(body.length) };
  const all = Object.entries({ host, ...headers, ...length, connection: 'close' });
  const lines = all.map(([name, value]) => `${name}: ${value}`);
  if (lines.some((line) => /[\r\n\0]/.test(line))) throw new TypeError('a header has a line break in it');
  return [`${post === undefined ? 'GET' : 'POST'} ${pathname}${search} HTTP/1.1`, ...lines, '', body].join('\r\n');
}
