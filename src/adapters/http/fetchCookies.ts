import { CookieJar } from 'tough-cookie';
import type { ResponseHeaders } from './headers.ts';

/** Cookies for one fetch: some sites redirect until they see again what they have set. Nothing is kept after it. */
interface FetchCookies {
  /** What the response at this address sets. */
  take(url: string, headers: ResponseHeaders): void;
  /** The Cookie header for this address; empty where none is meant for it. */
  for(url: string): string;
}

const mostCookies = 50;

export function fetchCookies(): FetchCookies {
  let jar: CookieJar | null = null;
  return {
    take(url, headers) {
      for (const cookie of [headers['set-cookie'] ?? []].flat().slice(0, mostCookies)) {
        jar ??= new CookieJar();
        jar.setCookieSync(cookie, url, { ignoreError: true, loose: true });
      }
    },
    for: (url) => jar?.getCookieStringSync(url) ?? '',
  };
}
