import type { Dispatcher } from 'undici';
import type { ResolveReference } from '../../domain/basics/resolveReference.ts';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { mayCarryCredentials } from '../../domain/feeds/credentials.ts';
import type { FeedRequest, FeedSource, FetchOutcome } from '../../ports/feedSource.ts';
import type { Holds } from '../../ports/holds.ts';
import { acceptedCodings } from '../documents/contentCoding.ts';
import { failed, failureOf } from '../http/failures.ts';
import { follow, wrongTurn } from '../http/followRedirects.ts';
import { heldUrl } from '../http/heldUrl.ts';
import { ours } from '../http/ownFault.ts';
import { withinTime } from '../http/withinTime.ts';
import { credentialHeaders } from './credentialHeaders.ts';
import { conditionalHeaders } from './feedMemory.ts';
import { outcomeOf, type ReadingOptions } from './outcomeOfResponse.ts';

export interface HttpFeedSourceOptions extends ReadingOptions {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  /** Addresses that asked to be left alone are not asked, be it by a redirect. */
  readonly holds: Pick<Holds, 'heldUntil'>;
  /** Says who polls and how to reach them. */
  readonly userAgent: string;
  /** For the whole request with all its redirects: a server that drips bytes ends here too. */
  readonly timeoutMs: number;
  /** For feeds with credentials; without it they are not requested. */
  readonly resolveReference?: ResolveReference;
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
  const own = credentialsOf(request, options);
  if (!own.ok) return failed('credentials', `${shownUrl(request.url)} cannot be requested: ${own.message}`);
  const followed = await follow(request.url, {
    ...{ agent: options.agent, signal },
    headersFor: (url) => ({ ...own.headersFor(url), ...conditionalHeaders(request, url), ...ownHeaders(options) }),
    stopBefore: (url) => heldAt(url, options),
  });
  switch (followed.kind) {
    case 'response':
      return outcomeOf({ ...followed, request }, options, signal);
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

type Headers = Readonly<Record<string, string>>;
type Credentials =
  | { readonly ok: true; readonly headersFor: (url: string) => Headers }
  | { readonly ok: false; readonly message: string };

const noSecrets: ResolveReference = (reference) => ({ ok: false, message: `${reference} is not looked up here` });

function credentialsOf(
  { credentials }: FeedRequest,
  { resolveReference = noSecrets }: HttpFeedSourceOptions,
): Credentials {
  if (!credentials) return { ok: true, headersFor: () => ({}) };
  const { meantFor } = credentials;
  const resolved = credentialHeaders(credentials, resolveReference);
  if (!resolved.ok) return resolved;
  return { ok: true, headersFor: (url) => (mayCarryCredentials(meantFor, url) ? resolved.headers : {}) };
}

function ownHeaders({ userAgent }: HttpFeedSourceOptions): Readonly<Record<string, string>> {
  return { 'user-agent': userAgent, accept, 'accept-encoding': acceptedCodings };
}

async function heldAt(url: string, { holds, now }: HttpFeedSourceOptions): Promise<FetchOutcome | null> {
  const target = heldUrl(url);
  const at = now();
  const until = await ours(holds.heldUntil(target, at));
  if (until === null) return null;
  const message = `${target.host} asked us to wait until ${until.toISOString()}`;
  return { kind: 'held', ...target, forSeconds: (until.getTime() - at.getTime()) / 1000, isNew: false, message };
}
