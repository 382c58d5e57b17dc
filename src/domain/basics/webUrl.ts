import { createHash } from 'node:crypto';

/** The address, absolute against `base`; null for what is no address of the web. */
export function webUrl(text: string, base?: string): URL | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/** The address that somebody typed: `example.org` is meant with https. Null for what is no address of the web. */
export const typedUrl = (text: string): URL | null => {
  const typed = text.trim();
  return webUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`);
};

/** Whether an address has a user name or a password in it. */
export const hasUserinfo = ({ username, password }: URL): boolean => username !== '' || password !== '';

/**
 * The host of a URL as holds and turns know it: by its name, whatever port, scheme, case or trailing dot the URL has. What
 * a server asks on one port it asks for the whole machine.
 */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/\.$/, '');

/** The host by which a publisher's site is known: without `www.`; null for what has none. */
export const siteHostOf = (url: string | null): string | null =>
  url !== null && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') || null : null;

/**
 * An address as logs, errors and messages show it: without user, password, query and fragment, which may hold keys. `?…` stands
 * for a query; an address without any of these stays as it is.
 */
export function shownUrl(url: string): string {
  const [, address = '', query] = /^([^?#]*)(\?[^#]*)?/.exec(url) ?? [];
  return `${address.replace(/^([a-z]+:\/\/)[^/]*@/i, '$1')}${query === undefined ? '' : '?…'}`;
}

/** An address as a name under which something is kept: as it is shown, with a digest of what is hidden, so that two stay two. */
export function namedUrl(url: string): string {
  const shown = shownUrl(url);
  return shown === url ? url : `${shown} (${createHash('sha256').update(url).digest('hex').slice(0, 8)})`;
}
