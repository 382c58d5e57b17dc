import type { Dispatcher } from 'undici';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import { fetchCookies } from './fetchCookies.ts';
import { plainAddress, redirectOf } from './redirectTarget.ts';
import { requestOnce } from './requestOnce.ts';
import { discard, type WebResponse } from './webResponse.ts';

/** `Stop`: what the caller makes of an address that it does not want to be asked. */
export interface FollowOptions<Stop> {
  /** Connects to allowed addresses only. */
  readonly agent: Dispatcher;
  readonly signal: AbortSignal;
  /** Of each address on the way: validators are of one address only. */
  readonly headersFor: (url: string) => Readonly<Record<string, string>>;
  /** Sent again, unchanged, to each address on the way: only 307 and 308 are followed with it (RFC 9110 §15.4.8). */
  readonly post?: string;
  readonly maxRedirects?: number;
  /** Asked before each request; `from`: the address that redirected here. Anything but null ends the way. */
  readonly stopBefore?: (url: string, from: string | null) => Promise<Stop | null>;
}

export type Followed<Stop> =
  | {
      readonly kind: 'response';
      /** Who answered. */
      readonly url: string;
      readonly response: WebResponse;
      /** Every redirect on the way was for good; true where there was none. */
      readonly isPermanent: boolean;
    }
  | { readonly kind: 'stopped'; readonly why: Stop }
  /** The address redirects to none of the web. */
  | { readonly kind: 'astray'; readonly url: string; readonly status: number }
  /** The addresses of the circle, its start at both ends. */
  | { readonly kind: 'circle'; readonly circle: readonly string[] }
  | { readonly kind: 'too many'; readonly maxRedirects: number };

const defaultMaxRedirects = 5;

const repeating: ReadonlySet<number> = new Set([307, 308]);

/**
 * Requests an address and follows its redirects one by one. Each goes through the agent's check of addresses and the caller's
 * `stopBefore`. Throws what the network does.
 */
export async function follow<Stop>(start: string, options: FollowOptions<Stop>): Promise<Followed<Stop>> {
  const { maxRedirects = defaultMaxRedirects, stopBefore = async () => null } = options;
  const trail: Hop[] = [];
  const cookies = fetchCookies();
  let isPermanent = true;
  for (let url = plainAddress(start); ; ) {
    const cookie = cookies.for(url);
    const before = trail.findIndex((hop) => hop.url === url && hop.cookie === cookie);
    if (before !== -1) return { kind: 'circle', circle: [...trail.slice(before).map((hop) => hop.url), url] };
    if (trail.length > maxRedirects) return { kind: 'too many', maxRedirects };
    const why = await stopBefore(url, trail.at(-1)?.url ?? null);
    if (why !== null) return { kind: 'stopped', why };
    trail.push({ url, cookie });
    const response = await send(url, cookie, options);
    const { statusCode, headers } = response;
    const isFollowed = options.post === undefined || repeating.has(statusCode);
    const redirect = isFollowed ? redirectOf(statusCode, headers, url) : null;
    if (redirect === null) return { kind: 'response', url, response, isPermanent };
    cookies.take(url, headers);
    await discard(response);
    if (redirect === 'invalid') return { kind: 'astray', url, status: statusCode };
    isPermanent &&= redirect.isPermanent;
    url = redirect.url;
  }
}

/** An address that was requested, and the cookies that went there: with others it may answer otherwise. */
interface Hop {
  readonly url: string;
  readonly cookie: string;
}

function send<Stop>(url: string, given: string, { agent, signal, headersFor, post }: FollowOptions<Stop>) {
  const own = headersFor(url);
  const cookie = [own.cookie ?? '', given].filter((each) => each !== '').join('; ');
  const headers = cookie === '' ? own : { ...own, cookie };
  return requestOnce(url, { agent, signal, headers, ...(post === undefined ? {} : { post }) });
}

/** A sentence for whoever needs no more than that. */
export function wrongTurn(start: string, followed: Exclude<Followed<never>, { kind: 'response' | 'stopped' }>): string {
  switch (followed.kind) {
    case 'astray':
      return `${shownUrl(followed.url)} redirects (${followed.status}) to something that is not a web address`;
    case 'circle':
      return `${shownUrl(start)} redirects in a loop: ${followed.circle.map(shownUrl).join(' → ')}`;
    case 'too many':
      return `${shownUrl(start)} redirects more than ${followed.maxRedirects} times`;
  }
}
