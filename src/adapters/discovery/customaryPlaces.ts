const names = ['feed', 'rss', 'rss.xml', 'atom.xml', 'feed.xml', 'index.xml', 'feed.json', 'feeds/posts/default'];

/** Where sites mostly have their feed, likeliest first: below the page, then below the site. */
export function customaryPlaces(url: string): readonly string[] {
  const { origin, pathname } = new URL(url);
  const below = pathname === '/' ? [] : [`${origin}${pathname.replace(/\/$/, '')}/feed`];
  return [...below, ...names.map((name) => `${origin}/${name}`)];
}

/** The sitemaps that a robots.txt names (RFC 9309 §2.2.4), those for news first. */
export function sitemapsOf(robots: string): readonly string[] {
  const lines = robots.slice(0, 500_000).split(/\r\n|\r|\n/);
  const addresses = lines
    .map((line) => /^\s*sitemap\s*:\s*(\S+)/i.exec(line.slice(0, 2000))?.[1])
    .filter((address) => address !== undefined && /^https?:/i.test(address) && URL.canParse(address));
  const found = [...new Set(addresses as string[])];
  const isNews = (address: string) => /news/i.test(new URL(address).pathname);
  return [...found.filter(isNews), ...found.filter((address) => !isNews(address))];
}
