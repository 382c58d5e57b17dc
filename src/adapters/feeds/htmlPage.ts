/** A page often names the feed that was meant. */
export function htmlPage(text: string, url: string | null): string {
  const links = [...text.matchAll(/<link\b[^<>]*>/gi)]
    .map(([tag]) => tag)
    .filter((tag) => /application\/(?:rss|atom|feed)/i.test(tag));
  const feeds = links
    .map((tag) => /\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(tag)?.[1]?.replaceAll('&amp;', '&'))
    .filter((href) => href !== undefined);
  if (feeds.length === 0) return "this is an HTML page, not a feed; look for the site's RSS address";
  const absolute = feeds.map((href) => (url !== null && URL.canParse(href, url) ? new URL(href, url).href : href));
  return `this is an HTML page, not a feed; the page names ${[...new Set(absolute)].slice(0, 3).join(', ')}`;
}

/** A list of sitemaps has no articles itself. */
export function sitemapIndex(text: string): string {
  const found = [...text.slice(0, 20_000).matchAll(/<loc>\s*([^<\s]+)\s*<\/loc>/gi)].map(([, address]) => address);
  const names = found.length === 0 ? '' : `; it names ${found.slice(0, 3).join(', ')}`;
  return `this is a list of sitemaps, not a feed: poll one of its news sitemaps${names}`;
}
