import type { Dispatcher } from 'undici';
import { hostOf } from '../../domain/basics/webUrl.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HostHolds } from '../../ports/hostHolds.ts';
import type { PageOutcome, PageSource } from '../../ports/pageSource.ts';
import { readBody } from '../documents/body.ts';
import { failureOf } from '../http/failures.ts';
import { follow, giveUp } from '../http/follow.ts';
import { firstOf } from '../http/headers.ts';
import { retryAfterSeconds } from '../http/retryAfter.ts';
import { withinTime } from '../http/withinTime.ts';
import type { RobotsOf } from './robots.ts';
import type { ReadPage } from './threadedReader.ts';

export interface HttpPageSourceOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Says who asks and how to reach them. */
  readonly userAgent: string;
  readonly robots: RobotsOf;
  readonly holds: Pick<HostHolds, 'heldUntil'>;
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
    agent: options.agent,
    headers: headersOf(options),
    signal,
    refusal: (hop) => refusalOf(hop, options, signal, notePause),
  });
  if (followed.kind === 'lost') return none(`${url} redirects too often`);
  if (followed.kind === 'refused') return none(followed.reason);
  const { answer } = followed;
  if (answer.statusCode === 200) return pageOf(followed, options, signal);
  await answer.body.dump();
  if (answer.statusCode === 429) return heldBy(followed, options.clock);
  // Sites keep robots from their pages with it that may read the feed: no more pages for a while, but the feed goes on.
  if (answer.statusCode === 503) notePause(mostPauseSeconds);
  return none(`${followed.url.href} answered ${answer.statusCode}`);
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
  const heldUntil = await holds.heldUntil(host, clock.now());
  if (heldUntil !== null) return `${host} asked to be left alone until ${heldUntil.toISOString()}`;
  const rules = await robots(url, signal);
  notePause(rules.crawlDelaySeconds ?? 0);
  return rules.allows(url.pathname + url.search)
    ? null
    : `the robots.txt of ${url.host} does not allow ${url.pathname}`;
}

type Answered = Extract<Awaited<ReturnType<typeof follow>>, { kind: 'answer' }>;

function heldBy({ url, answer }: Answered, clock: Clock): PageOutcome {
  const asked = retryAfterSeconds(answer.headers, clock.now());
  const forSeconds = asked ?? defaultHoldSeconds;
  const host = hostOf(url.href);
  const message = `${host} asked to be left alone for ${Math.round(forSeconds)} s (${answer.statusCode})`;
  return { kind: 'held', host, forSeconds, message };
}

async function pageOf(
  { url, answer }: Answered,
  { read, maxBytes = pageMaxBytes }: HttpPageSourceOptions,
  signal: AbortSignal,
): Promise<PageOutcome> {
  const contentType = firstOf(answer.headers, 'content-type');
  if (!/^\s*(text\/html|application\/xhtml\+xml)\b/i.test(contentType ?? '')) {
    giveUp(answer);
    return none(`${url.href} is no page but ${contentType?.slice(0, 100) ?? 'of no type'}`);
  }
  const body = await readBody(answer, maxBytes);
  if (body.kind === 'too-large') return none(`${url.href} is larger than ${maxBytes} bytes`);
  if (body.kind === 'unreadable') return none(`${url.href} is packed as "${body.coding}", which we cannot read`);
  const reading = await read({ bytes: body.bytes, contentType }, signal);
  return reading.kind === 'text' ? reading : none(`${url.href}: ${reading.reason}`);
}
