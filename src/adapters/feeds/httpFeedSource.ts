import { type Dispatcher, request } from 'undici';
import type { FeedRequest, FeedSource, FetchOutcome } from '../../ports/feedSource.ts';
import { retryAfterSeconds } from '../http/retryAfter.ts';
import { BodyTooLarge, readBody } from './body.ts';
import { failureOf } from './failures.ts';
import { freshForSeconds } from './freshness.ts';
import type { ParseDocument } from './threadedParser.ts';

export interface HttpFeedSourceOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Says who polls and how to reach them. */
  readonly userAgent: string;
  readonly parse: ParseDocument;
  /** For the whole request with all its redirects: a server that drips bytes ends here too. */
  readonly timeoutMs: number;
  /** Of the decoded document. */
  readonly maxBytes: number;
}

const maxHops = 5;
const defaultHoldSeconds = 600;
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** Feeds over HTTP: conditional, bounded in time, size and hops, and polite. */
export function createHttpFeedSource(options: HttpFeedSourceOptions): FeedSource {
  return {
    async fetch(asked, signal) {
      const ending = AbortSignal.any([signal, AbortSignal.timeout(options.timeoutMs)]);
      try {
        return await follow(asked, options, ending);
      } catch (error) {
        return failureOf(error, asked.url, options.timeoutMs);
      }
    },
  };
}

type Answer = Dispatcher.ResponseData;

async function follow(asked: FeedRequest, options: HttpFeedSourceOptions, signal: AbortSignal): Promise<FetchOutcome> {
  let url = asked.url;
  for (let hop = 0; hop <= maxHops; hop++) {
    const answer = await request(url, { dispatcher: options.agent, headers: headersFor(asked, options), signal });
    const location = redirectTarget(answer, url);
    if (location === null) return outcomeOf(answer, asked, url, options, signal);
    await answer.body.dump();
    url = location;
  }
  return failed('too-many-redirects', `${asked.url} redirects more than ${maxHops} times; check the feed's address`);
}

/** ETag and Last-Modified go back byte for byte as they came (RFC 9110 §13.1). */
function headersFor({ etag, lastModified }: FeedRequest, { userAgent }: HttpFeedSourceOptions): Record<string, string> {
  return {
    'user-agent': userAgent,
    accept,
    'accept-encoding': 'gzip, deflate, br',
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

const header = ({ headers }: Answer, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

function redirectTarget(answer: Answer, from: string): string | null {
  const location = header(answer, 'location');
  if (![301, 302, 303, 307, 308].includes(answer.statusCode) || location === undefined) return null;
  const target = new URL(location, from);
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw new TypeError(`${from} redirects to ${target.protocol}, which is not the web`);
  }
  return target.href;
}

async function outcomeOf(
  answer: Answer,
  { url: asked }: FeedRequest,
  url: string,
  options: HttpFeedSourceOptions,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const { statusCode } = answer;
  if (statusCode === 200) return documentOf(answer, url, options, signal);
  await answer.body.dump();
  if (statusCode === 304) return { kind: 'unchanged', freshForSeconds: freshForSeconds(answer.headers, null) };
  if (statusCode === 410) return failed('gone', `${asked} is gone for good (410); polling ends`);
  if (statusCode === 429 || statusCode === 503) return held(answer, url);
  const [reason, advice] = refusalOf(statusCode);
  return failed(reason, `${asked} answered ${statusCode}; ${advice}`);
}

function held(answer: Answer, url: string): FetchOutcome {
  const { hostname } = new URL(url);
  const forSeconds = retryAfterSeconds(header(answer, 'retry-after'), new Date()) ?? defaultHoldSeconds;
  const message = `${hostname} asked to be left alone for ${Math.round(forSeconds)} s (${answer.statusCode})`;
  return { kind: 'held', host: hostname, forSeconds, message };
}

async function documentOf(
  answer: Answer,
  url: string,
  { maxBytes, parse }: HttpFeedSourceOptions,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const bytes = await readBody(answer, maxBytes).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return null;
    throw error;
  });
  if (bytes === null) return failed('too-large', `${url} is larger than ${maxBytes} bytes; it was not read`);
  const parsed = await parse(bytes, { url, contentType: header(answer, 'content-type') ?? null }, signal);
  if (parsed.kind === 'failed') return failed(parsed.reason, `${url}: ${parsed.message}`);
  return {
    kind: 'document',
    header: parsed.header,
    items: parsed.items,
    etag: header(answer, 'etag') ?? null,
    lastModified: header(answer, 'last-modified') ?? null,
    freshForSeconds: freshForSeconds(answer.headers, parsed.header.ttlMinutes),
  };
}

type Failed = Extract<FetchOutcome, { kind: 'failed' }>;
const failed = (reason: Failed['reason'], message: string): Failed => ({ kind: 'failed', reason, message });

function refusalOf(status: number): readonly [Failed['reason'], string] {
  if ([401, 403, 407, 451].includes(status))
    return ['forbidden', 'the publisher refuses us; ask for access or remove the feed'];
  if (status === 404) return ['not-found', "check the feed's address"];
  if (status >= 500) return ['server-error', 'the server has trouble; it is tried again later'];
  return ['http-status', 'it is tried again later'];
}
