import type { Dispatcher } from 'undici';
import { hostOf, shownUrl } from '../../domain/basics/webUrl.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HeldTarget, Holds } from '../../ports/holds.ts';
import type { PageOutcome, PageSource } from '../../ports/pageSource.ts';
import { readBody } from '../documents/body.ts';
import { failureOf } from '../http/failures.ts';
import { type Followed, follow, wrongTurn } from '../http/followRedirects.ts';
import { firstOf } from '../http/headers.ts';
import { ours } from '../http/ownFault.ts';
import { retryAfterSeconds } from '../http/retryAfter.ts';
import { discard, giveUp } from '../http/webResponse.ts';
import { withinTime } from '../http/withinTime.ts';
import type { RobotsOf } from './robots.ts';
import type { ReadPage } from './threadedReader.ts';

export interface HttpPageSourceOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Says who asks and how to reach them. */
  readonly userAgent: string;
  readonly robots: RobotsOf;
  readonly holds: Pick<Holds, 'heldUntil'>;
  readonly clock: Clock;
  readonly read: ReadPage;
  /** Of the decoded page. */
  readonly maxBytes?: number;
}

const pageMaxBytes = 5_000_000;
const defaultHoldSeconds = 600;
const leastPauseSeconds = 1;
/** No page is waited for as long as that. */
const mostPauseSeconds = 600;

/** Pages of articles over HTTP: as the site's robots.txt allows, bounded in time, size and redirects. */
export function createHttpPageSource(options: HttpPageSourceOptions): PageSource {
  return {
    async read(url, withinMs, signal) {
      let pauseSeconds = leastPauseSeconds;
      const notePause = (seconds: number) => {
        pauseSeconds = Math.min(Math.max(pauseSeconds, seconds), mostPauseSeconds);
      };
      try {
        const outcome = await withinTime(signal, withinMs, (ending) => outcomeOf(url, options, ending, notePause));
        return { outcome, pauseSeconds };
      } catch (error) {
        const failure = failureOf(error, url, withinMs);
        return { outcome: none('message' in failure ? failure.message : url), pauseSeconds };
      }
    },
  };
}

const none = (message: string): PageOutcome => ({ kind: 'none', message });

async function outcomeOf(
  url: string,
  options: HttpPageSourceOptions,
  signal: AbortSignal,
  notePause: (seconds: number) => void,
): Promise<PageOutcome> {
  const followed = await follow(url, {
    ...{ agent: options.agent, signal },
    headersFor: () => headersOf(options),
    stopBefore: (hop) => refusalOf(new URL(hop), options, signal, notePause),
  });
  if (followed.kind === 'stopped') return none(followed.why);
  if (followed.kind !== 'response') return none(wrongTurn(url, followed));
  const { response } = followed;
  if (response.statusCode === 200) return pageOf(followed, options, signal);
  await discard(response);
  if (response.statusCode === 429) return heldBy(followed, options.clock);
  // Sites keep robots from their pages with it that may read the feed: no more pages for a while, but the feed goes on.
  if (response.statusCode === 503) notePause(mostPauseSeconds);
  return none(`${shownUrl(followed.url)} responded with ${response.statusCode}`);
}

const headersOf = ({ userAgent }: HttpPageSourceOptions): Record<string, string> => ({
  'user-agent': userAgent,
  accept: 'text/html, application/xhtml+xml;q=0.9',
  'accept-encoding': 'gzip, deflate, br',
});

/** Asked of each hop, since each may be of another site. */
async function refusalOf(
  url: URL,
  { holds, clock, robots }: HttpPageSourceOptions,
  signal: AbortSignal,
  notePause: (seconds: number) => void,
): Promise<string | null> {
  const host = hostOf(url.href);
  const heldUntil = await ours(holds.heldUntil(pagesOf(host), clock.now()));
  if (heldUntil !== null) return `${host} asked us to wait until ${heldUntil.toISOString()}`;
  const rules = await robots(url, signal);
  notePause(rules.crawlDelaySeconds ?? 0);
  return rules.allows(url.pathname + url.search)
    ? null
    : `the robots.txt of ${url.host} does not allow ${url.pathname}`;
}

/** No page is asked for twice: what is held are the site's pages, of which its feeds are none. */
const pagesOf = (host: string): HeldTarget => ({ key: `pages of ${host}`, host });

type Landed = Extract<Followed<never>, { kind: 'response' }>;

function heldBy({ url, response }: Landed, clock: Clock): PageOutcome {
  const requestedSeconds = retryAfterSeconds(response.headers, clock.now());
  const forSeconds = requestedSeconds ?? defaultHoldSeconds;
  const host = hostOf(url);
  const message = `${host} asked us to wait ${Math.round(forSeconds)} s (${response.statusCode})`;
  return { kind: 'held', ...pagesOf(host), forSeconds, message };
}

async function pageOf(
  { url, response }: Landed,
  { read, maxBytes = pageMaxBytes }: HttpPageSourceOptions,
  signal: AbortSignal,
): Promise<PageOutcome> {
  const contentType = firstOf(response.headers, 'content-type');
  const kind = pageKindOf(contentType);
  if (kind === 'other') {
    giveUp(response);
    return none(`${shownUrl(url)} is not a page: its type is ${contentType?.slice(0, 100)}`);
  }
  const body = await readBody(response, maxBytes);
  if (body.kind === 'too-large') return none(`${shownUrl(url)} is larger than ${maxBytes} bytes`);
  if (body.kind === 'unreadable')
    return none(`${shownUrl(url)} is compressed as "${body.coding}", which we cannot read`);
  if (kind === 'unknown' && !isHtml(body.bytes))
    return none(`${shownUrl(url)} is not a page: it has no readable type, and does not begin as a page does`);
  const reading = await read({ bytes: body.bytes, contentType }, signal);
  return reading.kind === 'text' ? reading : none(`${shownUrl(url)}: ${reading.reason}`);
}

/** Without a type, or with a senseless one, browsers look at the bytes (WHATWG MIME Sniffing §7). */
function pageKindOf(contentType: string | null): 'page' | 'unknown' | 'other' {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === 'text/html' || type === 'application/xhtml+xml') return 'page';
  return /^[^/\s]+\/[^/\s]+$/.test(type) && !senseless.has(type) ? 'other' : 'unknown';
}

const senseless: ReadonlySet<string> = new Set(['unknown/unknown', 'application/unknown', '*/*']);

const isHtml = (bytes: Buffer): boolean =>
  /^(?:\xef\xbb\xbf)?\s*<(?:!--|(?:!doctype html|html|head|body|title|script|h1|div|p|a|b|table|style)[\s>])/i.test(
    bytes.subarray(0, 1445).toString('latin1'),
  );
