import { type Dispatcher, request } from 'undici';
import { readBody } from '../body.ts';
import { failureOf } from '../failures.ts';

export interface GetOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  readonly userAgent: string;
  /** For the whole request with all its redirects. */
  readonly timeoutMs: number;
  /** Of the decoded document. */
  readonly maxBytes: number;
}

/** What a web address gave; `url` is where it stood in the end. */
export type Got =
  | { readonly kind: 'document'; readonly url: string; readonly bytes: Buffer; readonly contentType: string | null }
  | { readonly kind: 'failed'; readonly message: string };

const maxHops = 5;

/** Gets a document of whatever kind. Whatever goes wrong is a sentence. */
export async function getDocument(url: string, options: GetOptions): Promise<Got> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  try {
    return await follow(url, options, signal);
  } catch (error) {
    const failure = failureOf(error, url, options.timeoutMs);
    return { kind: 'failed', message: 'message' in failure ? failure.message : url };
  }
}

async function follow(asked: string, options: GetOptions, signal: AbortSignal): Promise<Got> {
  const headers = { 'user-agent': options.userAgent, accept: '*/*', 'accept-encoding': 'gzip, deflate, br' };
  let url = asked;
  for (let hop = 0; hop <= maxHops; hop++) {
    const answer = await request(url, { dispatcher: options.agent, headers, signal });
    if (answer.statusCode === 200) {
      const body = await readBody(answer, options.maxBytes);
      if (body.kind !== 'read') return { kind: 'failed', message: `${url} is ${body.kind}` };
      return { kind: 'document', url, bytes: body.bytes, contentType: first(answer.headers['content-type']) };
    }
    await answer.body.dump();
    const location = first(answer.headers.location);
    if (answer.statusCode < 300 || answer.statusCode > 399 || location === null) {
      return { kind: 'failed', message: `${asked} answered ${answer.statusCode}` };
    }
    url = new URL(location, url).href;
  }
  return { kind: 'failed', message: `${asked} redirects more than ${maxHops} times` };
}

const first = (value: string | string[] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) ?? null;
