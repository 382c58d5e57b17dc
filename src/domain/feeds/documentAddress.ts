/** What stands behind `#` names no other document: two feeds of one such address are one feed. */
export function documentAddress(address: string): string {
  const url = new URL(address);
  url.hash = '';
  return url.href;
}

/**
 * A looser likeness, for what may be a second entry of one feed: whatever scheme, `www.` or slash at its end the address
 * has. Two that are alike need not be one.
 */
export function likeAddress(address: string): string {
  const { hostname, port, pathname, search } = new URL(address);
  return `${hostname.replace(/^www\./, '')}:${port}${pathname.replace(/\/+$/, '')}${search}`;
}
