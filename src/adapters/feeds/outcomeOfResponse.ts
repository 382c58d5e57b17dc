import { createHash } from 'node:crypto';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { mayCarryCredentials } from '../../domain/feeds/credentials.ts';
import type { FeedMemory } from '../../domain/feeds/feed.ts';
import type { FeedRequest, FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';
import { readBody } from '../documents/body.ts';
import { failed } from '../http/failures.ts';
import { firstOf, listOf } from '../http/headers.ts';
import { heldUrl } from '../http/heldUrl.ts';
import { linksOf } from '../http/linkHeader.ts';
import { plainAddress } from '../http/redirectTarget.ts';
import { retryAfterSeconds } from '../http/retryAfter.ts';
import { discard, type WebResponse } from '../http/webResponse.ts';
import { conditionalHeaders, memoryAfterUnchanged, memoryOfDocument } from './feedMemory.ts';
import { freshForSeconds } from './freshness.ts';
import type { ParseDocument } from './threadedParser.ts';

/** The response at the end of all redirects. */
export interface Landed {
  readonly request: FeedRequest;
  readonly response: WebResponse;
  /** The address that responded. */
  readonly url: string;
  /** Every redirect on the way was for good; true where there was none. */
  readonly isPermanent: boolean;
}

export interface ReadingOptions {
  readonly now: () => Date;
  /** Of the decoded document. */
  readonly maxBytes: number;
  readonly parse: ParseDocument;
}

const defaultHoldSeconds = 600;

/** What a response other than a redirect comes to. Its body is read, or given up. */
export async function outcomeOf(landed: Landed, options: ReadingOptions, signal: AbortSignal): Promise<FetchOutcome> {
  const { statusCode } = landed.response;
  if (statusCode === 200 || statusCode === 203) return documentOf(landed, options, signal);
  await discard(landed.response);
  if (statusCode === 304 && wasConditional(landed)) return unchanged(landed);
  if (statusCode === 429 || statusCode === 503) return held(landed, options);
  const [reason, advice] = refusalOf(statusCode, landed);
  return failed(reason, `${wayOf(landed)} responded with ${statusCode}; ${advice}`);
}

async function documentOf(
  landed: Landed,
  { maxBytes, parse }: ReadingOptions,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const { request, response, url } = landed;
  const body = await readBody(response, maxBytes);
  if (body.kind === 'too-large')
    return failed('too-large', `${shownUrl(url)} is larger than ${maxBytes} bytes; it was not read`);
  if (body.kind === 'unreadable')
    return failed(
      'undecodable',
      `${shownUrl(url)} is compressed as "${body.coding}", which we did not request and cannot read`,
    );
  if (body.bytes.length === 0)
    return failed('empty', `${wayOf(landed)} responded with ${response.statusCode} and an empty body`);
  const contentType = firstOf(response.headers, 'content-type');
  const hash = documentHash(body.bytes, contentType);
  const responded = respondedWith(landed, memoryOfDocument(response.headers, url, hash));
  if (hash === request.documentHash) return { kind: 'unchanged', ...responded };
  const parsed = await parse(body.bytes, { url, contentType }, signal);
  if (parsed.kind === 'failed') return failed(parsed.reason, `${shownUrl(url)}: ${parsed.message}`);
  return {
    kind: 'document',
    header: { ...parsed.header, ...linksInHeader(response, url) },
    items: parsed.items,
    ...responded,
  };
}

const respondedWith = (landed: Landed, memory: FeedMemory) => ({
  ...{ memory, answeredBy: heldUrl(landed.url), permanentUrl: permanentUrlOf(landed) },
  freshForSeconds: freshForSeconds(landed.response.headers),
});

/** Hub and own address as the headers give them: they go before what the document says (WebSub §4). */
function linksInHeader({ headers }: WebResponse, url: string): { hub?: string; self?: string } {
  const links = linksOf(listOf(headers, 'link'), url);
  const [hub, self] = [links.get('hub'), links.get('self')];
  return { ...(hub === undefined ? {} : { hub }), ...(self === undefined ? {} : { self }) };
}

const unchanged = (landed: Landed): FetchOutcome => ({
  kind: 'unchanged',
  ...respondedWith(landed, memoryAfterUnchanged(landed.request, landed.response.headers)),
});

function held({ response, url }: Landed, { now }: ReadingOptions): FetchOutcome {
  const target = heldUrl(url);
  const forSeconds = retryAfterSeconds(response.headers, now()) ?? defaultHoldSeconds;
  const message = `${target.host} asked us to wait ${Math.round(forSeconds)} s (${response.statusCode})`;
  const isGuess = response.statusCode === 503 && firstOf(response.headers, 'retry-after') === null;
  return { kind: 'held', ...target, forSeconds, isNew: true, message, ...(isGuess && { isGuess }) };
}

const isRedirected = ({ request, url }: Landed): boolean => url !== plainAddress(request.url);

/** An address that the feed's credentials may not go to is never asked in its place. */
function permanentUrlOf(landed: Landed): string | null {
  const { request, url, isPermanent } = landed;
  if (!isPermanent || !isRedirected(landed)) return null;
  const { credentials } = request;
  return !credentials || mayCarryCredentials(credentials.meantFor, url) ? url : null;
}

const wayOf = (landed: Landed): string =>
  isRedirected(landed)
    ? `${shownUrl(landed.request.url)}, redirected to ${shownUrl(landed.url)},`
    : shownUrl(landed.request.url);

const wasConditional = ({ request, url }: Landed): boolean => Object.keys(conditionalHeaders(request, url)).length > 0;

const wrongCredentials = 'check the variables that its auth and headers name';

/** 410 behind a redirect says nothing of what stands before it; a move is believed only after three polls. */
function refusalOf(status: number, landed: Landed): readonly [FetchFailure, string] {
  if (status === 410 && !isRedirected(landed)) return ['gone', 'it is gone for good'];
  if (status === 404 || status === 410) return ['not-found', "check the feed's address"];
  if ([401, 403, 407, 451].includes(status)) {
    const advice = landed.request.credentials ? wrongCredentials : 'ask for access or remove the feed';
    return ['forbidden', `the publisher denies access; ${advice}`];
  }
  if ([204, 205, 206].includes(status)) return ['empty', 'that is not a whole document; it will be retried'];
  if (status >= 500) return ['server-error', 'the server has a problem; it will be retried'];
  if (status === 304) return ['http-status', 'although we requested the document unconditionally; it will be retried'];
  return ['http-status', 'it will be retried'];
}

/** Raise it when the reader makes something else of the same bytes: they are then read again once. */
const readerVersion = 2;

/** What a document's bytes, and the charset they came with, are known by: the same hash need not be read again. */
const documentHash = (bytes: Uint8Array, contentType: string | null): string =>
  `${readerVersion}:${createHash('sha256')
    .update(`${contentType ?? ''}\n`)
    .update(bytes)
    .digest('hex')}`;
