import type { Dispatcher } from 'undici';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import type { FetchFailure } from '../../ports/feedSource.ts';
import { readBody } from '../documents/body.ts';
import { acceptedCodings } from '../documents/contentCoding.ts';
import { failureOf } from '../http/failures.ts';
import { follow, wrongTurn } from '../http/followRedirects.ts';
import { firstOf, listOf } from '../http/headers.ts';
import { discard } from '../http/webResponse.ts';
import { withinTime } from '../http/withinTime.ts';

export interface GetOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  readonly userAgent: string;
  /** For the whole request with all its redirects. */
  readonly timeoutMs: number;
  /** Of the decoded document. */
  readonly maxBytes: number;
}

export interface Document {
  /** Where it stood in the end. */
  readonly url: string;
  readonly bytes: Buffer;
  readonly contentType: string | null;
  /** Its `Link` header. */
  readonly links: string;
}

/** What a web address gave. */
export type Got =
  | ({ readonly kind: 'document' } & Document)
  /** A status other than 200; what came with it is often a page of the site. */
  | ({ readonly kind: 'refused'; readonly status: number; readonly message: string } & Document)
  /** It answers, but with nothing to read. */
  | { readonly kind: 'useless'; readonly message: string }
  /** No response at all. */
  | { readonly kind: 'unreachable'; readonly reason: FetchFailure; readonly message: string };

interface DocumentOptions extends GetOptions {
  /** A page of the site, of which a refusal is read as well; what else refuses us is useless. */
  readonly isPage: boolean;
}

/** Gets a document of whatever kind. Whatever goes wrong is a sentence. */
export async function getDocument(url: string, options: DocumentOptions, signal: AbortSignal): Promise<Got> {
  try {
    return await withinTime(signal, options.timeoutMs, (ending) => gotten(url, options, ending));
  } catch (error) {
    const failure = failureOf(error, url, options.timeoutMs);
    if (failure.kind !== 'failed') throw error;
    if (failure.reason === 'undecodable') return { kind: 'useless', message: failure.message };
    return { kind: 'unreachable', reason: failure.reason, message: failure.message };
  }
}

async function gotten(
  requestedUrl: string,
  { agent, userAgent, maxBytes, isPage }: DocumentOptions,
  signal: AbortSignal,
): Promise<Got> {
  const headers = { 'user-agent': userAgent, accept: '*/*', 'accept-encoding': acceptedCodings };
  const followed = await follow<never>(requestedUrl, { agent, signal, headersFor: () => headers });
  if (followed.kind === 'stopped') return { kind: 'useless', message: requestedUrl };
  if (followed.kind !== 'response') return { kind: 'useless', message: wrongTurn(requestedUrl, followed) };
  const { url, response } = followed;
  const { statusCode } = response;
  const refusal = `${shownUrl(requestedUrl)} responded with ${statusCode}`;
  if (statusCode !== 200 && !isPage) {
    await discard(response);
    return { kind: 'useless', message: refusal };
  }
  const body = await readBody(response, maxBytes);
  const of = { url, contentType: firstOf(response.headers, 'content-type'), links: listOf(response.headers, 'link') };
  if (statusCode !== 200) {
    return {
      kind: 'refused',
      status: statusCode,
      message: refusal,
      bytes: body.kind === 'read' ? body.bytes : Buffer.alloc(0),
      ...of,
    };
  }
  if (body.kind !== 'read') return { kind: 'useless', message: `${shownUrl(url)} is ${body.kind}` };
  return { kind: 'document', bytes: body.bytes, ...of };
}
