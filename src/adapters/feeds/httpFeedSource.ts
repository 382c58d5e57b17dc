import { type Dispatcher, request } from 'undici';
import { hostOf } from '../../domain/basics/webUrl.ts';
import type { FeedRequest, FeedSource, FetchOutcome } from '../../ports/feedSource.ts';
import type { HostHolds } from '../../ports/hostHolds.ts';
import { acceptedCodings } from '../documents/contentCoding.ts';
import { failed, failureOf } from '../http/failures.ts';
import { plainAddress, redirectOf } from '../http/redirects.ts';
import { withinTime } from '../http/withinTime.ts';
import { conditionalHeaders } from './feedMemory.ts';
import { outcomeOf, type ReadingOptions } from './outcomeOfResponse.ts';

export interface HttpFeedSourceOptions extends ReadingOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Hosts that asked to be left alone are not asked, be it by a redirect. */
  readonly holds: Pick<HostHolds, 'heldUntil'>;
  /** Says who polls and how to reach them. */
  readonly userAgent: string;
  /** For the whole request with all its redirects: a server that drips bytes ends here too. */
  readonly timeoutMs: number;
}

const maxHops = 5;
const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** Feeds over HTTP: conditional, bounded in time, size and hops, and polite. */
export function createHttpFeedSource(options: HttpFeedSourceOptions): FeedSource {
  return {
    async fetch(asked, signal) {
      try {
        return await withinTime(signal, options.timeoutMs, (ending) => follow(asked, options, ending));
      } catch (error) {
        return failureOf(error, asked.url, options.timeoutMs);
      }
    },
  };
}

async function follow(asked: FeedRequest, options: HttpFeedSourceOptions, signal: AbortSignal): Promise<FetchOutcome> {
  const trail: string[] = [];
  let isPermanent = true;
  for (let url = plainAddress(asked.url); ; ) {
    const wrong = wrongTurn([...trail, url]) ?? (await heldHost(url, options));
    if (wrong !== null) return wrong;
    trail.push(url);
    const headers = { ...conditionalHeaders(asked, url), ...ownHeaders(options) };
    const answer = await request(url, { dispatcher: options.agent, headers, signal });
    const redirect = redirectOf(answer.statusCode, answer.headers, url);
    if (redirect === null) return outcomeOf({ asked, answer, url, isPermanent }, options, signal);
    await answer.body.dump().catch(() => undefined);
    if (redirect === 'invalid')
      return failed('http-status', `${url} redirects (${answer.statusCode}) to no web address`);
    isPermanent &&= redirect.isPermanent;
    url = redirect.url;
  }
}

function ownHeaders({ userAgent }: HttpFeedSourceOptions): Readonly<Record<string, string>> {
  return { 'user-agent': userAgent, accept, 'accept-encoding': acceptedCodings };
}

function wrongTurn(trail: readonly string[]): FetchOutcome | null {
  const last = trail.at(-1) ?? '';
  const first = trail.indexOf(last);
  if (first < trail.length - 1) {
    return failed('redirect-loop', `it redirects in a circle: ${trail.slice(first).join(' → ')}`);
  }
  if (trail.length <= maxHops + 1) return null;
  return failed('too-many-redirects', `${trail[0]} redirects more than ${maxHops} times; check the feed's address`);
}

async function heldHost(url: string, { holds, now }: HttpFeedSourceOptions): Promise<FetchOutcome | null> {
  const host = hostOf(url);
  const at = now();
  const until = await holds.heldUntil(host, at);
  if (until === null) return null;
  const message = `${host} asked to be left alone until ${until.toISOString()}`;
  return { kind: 'held', host, forSeconds: (until.getTime() - at.getTime()) / 1000, isNew: false, message };
}
