/** The address, absolute against `base`; null for what is no address of the web. */
export function webUrl(text: string, base?: string): URL | null {
  if (!URL.canParse(text, base)) return null;
  const url = new URL(text, base);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}

/**
 * The host of a URL as holds and turns know it: by its name, whatever port, scheme, case or trailing dot the URL has. What
 * a server asks on one port it asks for the whole machine.
 */
export const hostOf = (url: string): string => new URL(url).hostname.replace(/\.$/, '');

/** The host by which a publisher's site is known: without `www.`; null for what has none. */
export const siteHostOf = (url: string | null): string | null =>
  url !== null && URL.canParse(url) ? new URL(url).hostname.replace(/^www\./, '') || null : null;
