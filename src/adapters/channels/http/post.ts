import { type Dispatcher, request } from 'undici';
import type { SendOutcome } from '../../../ports/channel.ts';
import { retryAfterSeconds } from '../../http/retryAfter.ts';
import { startOf } from '../../http/startOf.ts';
import { withinTime } from '../../http/withinTime.ts';

export interface PostOptions {
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** What came of a POST: a response, or why there was none. */
export type Posted =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly body: string;
      readonly retryAfterSeconds: number | null;
    }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

const shownChars = 300;
const readBytes = 4 * shownChars;

/**
 * Posts JSON; follows no redirect, and shows at most the first 300 characters of the response. Its status decides: what
 * breaks, drips or never ends after that changes nothing.
 */
export async function postJson(
  url: string,
  headers: Record<string, string>,
  body: string,
  options: PostOptions,
): Promise<Posted> {
  const { dispatcher, timeoutMs, now } = options;
  try {
    const response = await withinTime(options.signal, timeoutMs, (signal) =>
      request(url, {
        method: 'POST',
        dispatcher,
        signal,
        body,
        headers: { 'content-type': 'application/json', ...headers },
      }),
    );
    return {
      kind: 'response',
      status: response.statusCode,
      body: (await startOf(response.body, readBytes)).toString().slice(0, shownChars),
      retryAfterSeconds: retryAfterSeconds(response.headers, now()),
    };
  } catch (error) {
    if (options.signal.aborted) return { kind: 'failed', message: 'stopped before the receiver responded' };
    return failureOf(error, timeoutMs);
  }
}

function failureOf(error: unknown, timeoutMs: number): Posted {
  const isError = error instanceof Error;
  const code = isError && 'code' in error ? String(error.code) : '';
  if (code === 'ADDRESS_REFUSED') return { kind: 'refused', message: isError ? error.message : code };
  if (isError && error.name === 'TimeoutError')
    return { kind: 'failed', message: `no response within ${timeoutMs / 1000} s` };
  return { kind: 'failed', message: isError ? error.message || code : String(error) };
}

/** A passing fault: the message is tried again. */
export const tryAgain = (
  response: string,
  afterSeconds: number | null = null,
  holds: 'nothing' | 'target' = 'nothing',
): SendOutcome => ({ kind: 'retry', response, afterSeconds, holds });
