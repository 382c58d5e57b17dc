import type { Dispatcher } from 'undici';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { readBody } from '../documents/body.ts';
import { acceptedCodings } from '../documents/contentCoding.ts';
import { failureOf } from '../http/failures.ts';
import { follow, wrongTurn } from '../http/followRedirects.ts';
import { firstOf } from '../http/headers.ts';
import { giveUp } from '../http/webResponse.ts';

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

/** Gets a document of whatever kind. Whatever goes wrong is a sentence. */
export async function getDocument(url: string, options: GetOptions): Promise<Got> {
  try {
    return await gotten(url, options);
  } catch (error) {
    const failure = failureOf(error, url, options.timeoutMs);
    return failed('message' in failure ? failure.message : url);
  }
}

const failed = (message: string): Got => ({ kind: 'failed', message });

async function gotten(requestedUrl: string, { agent, userAgent, timeoutMs, maxBytes }: GetOptions): Promise<Got> {
  const headers = { 'user-agent': userAgent, accept: '*/*', 'accept-encoding': acceptedCodings };
  const followed = await follow(requestedUrl, {
    ...{ agent, signal: AbortSignal.timeout(timeoutMs) },
    headersFor: () => headers,
  });
  if (followed.kind === 'stopped') return failed(requestedUrl);
  if (followed.kind !== 'response') return failed(wrongTurn(requestedUrl, followed));
  const { url, response } = followed;
  if (response.statusCode !== 200) {
    giveUp(response);
    return failed(`${shownUrl(requestedUrl)} responded with ${response.statusCode}`);
  }
  const body = await readBody(response, maxBytes);
  if (body.kind !== 'read') return failed(`${shownUrl(url)} is ${body.kind}`);
  return { kind: 'document', url, bytes: body.bytes, contentType: firstOf(response.headers, 'content-type') };
}
