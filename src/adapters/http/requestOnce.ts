import { Readable } from 'node:stream';
import { type Dispatcher, errors, request } from 'undici';
import { GuardedAgent, maxHeaderBytes } from './guardedAgent.ts';
import { listOf, type ResponseHeaders } from './headers.ts';
import { lenientRequest } from './lenient/lenientRequest.ts';
import { giveUp, type WebResponse } from './webResponse.ts';

export interface RequestOptions {
  readonly agent: Dispatcher;
  readonly signal: AbortSignal;
  readonly headers: Readonly<Record<string, string>>;
  readonly post?: string;
}

/**
 * One request, without its redirects. Where the response is such that undici's strict parser gives up before the first byte of its
 * body, it is requested again and read leniently; from then on that origin is read so at once, as long as the agent lives. Throws
 * what the network does.
 */
export async function requestOnce(url: string, options: RequestOptions): Promise<WebResponse> {
  const { agent } = options;
  if (!(agent instanceof GuardedAgent)) return strictRequest(url, options);
  const { origin } = new URL(url);
  const response = agent.isReadLeniently(origin) ? 'unreadable' : await readStrictly(url, options);
  if (response === 'unreadable') agent.readLeniently(origin);
  else if (response !== 'stale connection') return response;
  return lenientRequest(url, { ...options, connect: agent.connectGuarded, maxHeaderBytes });
}

async function readStrictly(
  url: string,
  options: RequestOptions,
): Promise<WebResponse | 'unreadable' | 'stale connection'> {
  try {
    const response = await strictRequest(url, options);
    if (isOddlyDelimited(response.headers)) {
      giveUp(response);
      return 'unreadable';
    }
    await started(response.body);
    const { errored, readableEnded } = response.body;
    if (errored !== null) return isUnreadable(errored) ? 'unreadable' : { ...response, body: brokenBody(errored) };
    return readableEnded ? { ...response, body: Readable.from([]) } : response;
  } catch (error) {
    if (isUnreadable(error)) return 'unreadable';
    if (isStale(error)) return 'stale connection';
    throw error;
  }
}

function strictRequest(
  url: string,
  { agent, signal, headers, post }: RequestOptions,
): Promise<Dispatcher.ResponseData> {
  const common = { dispatcher: agent, headers, signal };
  return request(url, post === undefined ? common : { ...common, method: 'POST', body: post });
}

/** undici throws it for a final response after 100 Continue, and for lengths that it takes for contradictory. */
function isUnreadable(error: unknown): boolean {
  return (
    error instanceof errors.HTTPParserError ||
    error instanceof errors.ResponseContentLengthMismatchError ||
    (error instanceof errors.SocketError && error.message === 'bad response')
  );
}

/** A kept connection that the server closed, without a word, after the response before. */
const isStale = (error: unknown): boolean =>
  error instanceof errors.SocketError && error.message !== 'bad response' && (error.socket?.bytesRead ?? 0) > 0;

/** undici adds two lengths up, however equal, and believes a length beside chunks (RFC 9112 §6.3). */
const isOddlyDelimited = (headers: ResponseHeaders): boolean => {
  const length = listOf(headers, 'content-length');
  return length.includes(',') || (length !== '' && headers['transfer-encoding'] !== undefined);
};

/** Waits for the first bytes, or the end, of a body. An end or an error that came is told to nobody who listens later. */
function started(body: Readable): Promise<void> {
  if (body.readableLength > 0 || body.readableEnded || body.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = () => {
      for (const event of events) body.off(event, settle);
      resolve();
    };
    for (const event of events) body.on(event, settle);
  });
}

const events = ['readable', 'end', 'error', 'close'] as const;

/** Breaks as soon as it is read. */
const brokenBody = (error: Error) =>
  new Readable({
    read() {
      this.destroy(error);
    },
  });
