import { webUrl } from '../basics/webUrl.ts';

/** Parameters that say how a reader came, never what the page is. */
const tracking =
  /^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|ysclid|mc_[ce]id|igshid|_openstat|ns_campaign|at_medium|at_campaign)$/i;

/**
 * The link by which an article is recognised: scheme and host in lower case, no default port, fragment, tracking
 * parameters or empty query; `http` and `https` are one. The path stays as it is but for slashes at its end: what else
 * differs may be another article. Null for what is no web link.
 */
export function canonicalLink(link: string): string | null {
  const url = webUrl(link);
  if (url === null) return null;
  for (const name of [...url.searchParams.keys()]) if (tracking.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const query = url.searchParams.size === 0 ? '' : `?${url.searchParams}`;
  return `https://${url.host}${withoutEndSlashes(url.pathname)}${query}`;
}

/** With the fragment: it tells items of one page apart (`/releases#v2`, `/#!/news/1`). Null for a link without one. */
export function anchoredLink(link: string): string | null {
  const page = canonicalLink(link);
  const fragment = webUrl(link)?.hash ?? '';
  return page === null || fragment === '' ? null : `${page}${fragment}`;
}

/** By hand: an expression for it takes the square of a path of many slashes. */
function withoutEndSlashes(path: string): string {
  let end = path.length;
  while (path[end - 1] === '/') end--;
  return path.slice(0, end);
}
