import { webUrl } from '../../domain/basics/webUrl.ts';
import { firstOf, type ResponseHeaders } from './headers.ts';

/** Where an answer sends us on to. */
export interface Redirect {
  readonly url: string;
  /** 301 or 308, and not from https down to http: that is followed, since the publisher wants it, but not remembered. */
  readonly isPermanent: boolean;
}

const redirecting: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Null where the answer is no redirect; `invalid` where it leads to no web address. A user name or password in the target is
 * dropped, and so is a fragment.
 */
export function redirectOf(status: number, headers: ResponseHeaders, from: string): Redirect | 'invalid' | null {
  if (!redirecting.has(status)) return null;
  const location = firstOf(headers, 'location');
  const target = location === null ? null : webUrl(asUtf8(location), from);
  if (target === null) return 'invalid';
  const isDowngrade = target.protocol === 'http:' && new URL(from).protocol === 'https:';
  return { url: plainAddress(target), isPermanent: (status === 301 || status === 308) && !isDowngrade };
}

/** In one spelling, and as it goes over the wire: without fragment, user name and password. */
export function plainAddress(address: string | URL): string {
  const url = new URL(address);
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}

/** Servers write other letters bare into a header, in UTF-8; read byte for byte they would be taken for Latin ones. */
function asUtf8(bytes: string): string {
  const text = Buffer.from(bytes, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? bytes : text;
}
