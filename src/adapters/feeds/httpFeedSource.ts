import type { Dispatcher } from 'undici';
import type { FeedRequest, FeedSource, FetchOutcome } from '../../ports/feedSource.ts';
import type { Holds } from '../../ports/holds.ts';
import { acceptedCodings } from '../documents/contentCoding.ts';
import { failed, failureOf } from '../http/failures.ts';
import { follow, wrongTurn } from '../http/followRedirects.ts';
import { heldUrl } from '../http/heldUrl.ts';
import { withinTime } from '../http/withinTime.ts';
import { conditionalHeaders } from './feedMemory.ts';
import { outcomeOf, type ReadingOptions } from './outcomeOfResponse.ts';

export interface HttpFeedSourceOptions extends ReadingOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Addresses that asked to be left alone are not asked, be it by a redirect. */
  readonly holds: Pick<Holds, 'heldUntil' | 'proved'>;
  /** Says who polls and how to reach them. */
  readonly userAgent: string;
  /** For the whole request with all its redirects: a server that drips bytes ends here too. */
  readonly timeoutMs: number;
}

const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1';

/** Feeds over HTTP: conditional, bounded in time, size and hops, and polite. */
export function createHttpFeedSource(options: HttpFeedSourceOptions): FeedSource {
  return {
    async fetch(request, signal) {
      try {
        return await withinTime(signal, options.timeoutMs, (ending) => fetchFeed(request, options, ending));
      } catch (error) {
        return failureOf(error, request.url, options.timeoutMs);
      }
    },
  };
}

async function fetchFeed(
  request: FeedRequest,
  options: HttpFeedSourceOptions,
  signal: AbortSignal,
): Promise<FetchOutcome> {
  const followed = await follow(request.url, {
    ...{ agent: options.agent, signal },
    headersFor: (url) => ({ ...conditionalHeaders(request, url), ...ownHeaders(options) }),
    stopBefore: (url) => heldAt(url, options),
  });
  switch (followed.kind) {
    case 'response':
      return responseOutcome(followed.url, await outcomeOf({ ...followed, request }, options, signal), options);
    case 'stopped':
      return followed.why;
    case 'astray':
      return failed('http-status', wrongTurn(request.url, followed));
    case 'circle':
      return failed('redirect-loop', wrongTurn(request.url, followed));
    case 'too many':
      return failed('too-many-redirects', `${wrongTurn(request.url, followed)}; check the feed's address`);
  }
}

function ownHeaders({ userAgent }: HttpFeedSourceOptions): Readonly<Record<string, string>> {
  return { 'user-agent': userAgent, accept, 'accept-encoding': acceptedCodings };
}

/** Who answers as asked has ended its hold. */
async function responseOutcome(
  url: string,
  outcome: FetchOutcome,
  { holds, now }: HttpFeedSourceOptions,
): Promise<FetchOutcome> {
  if (outcome.kind === 'document' || outcome.kind === 'unchanged') await holds.proved(heldUrl(url), now());
  return outcome;
}

async function heldAt(url: string, { holds, now }: HttpFeedSourceOptions): Promise<FetchOutcome | null> {
  const target = heldUrl(url);
  const at = now();
  const until = await holds.heldUntil(target, at);
  if (until === null) return null;
  const message = `${target.host} asked us to wait until ${until.toISOString()}`;
  return { kind: 'held', ...target, forSeconds: (until.getTime() - at.getTime()) / 1000, isNew: false, message };
}
