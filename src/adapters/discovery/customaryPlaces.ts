import { webUrl } from '../../domain/basics/webUrl.ts';
import type { PageFeeds } from './pageFeeds.ts';

const names = [
  ...['feed', 'rss', 'rss.xml', 'atom.xml', 'feed.xml', 'index.xml', 'feeds/posts/default', 'feed.json'],
  ...[
    '?feed=rss2',
    'rss/index.xml',
    'news/rss',
    'news/feed',
    'index.rdf',
    'rss2.xml',
    'blog/feed',
    'feeds/all.rss.xml',
  ],
];

/** Where the programs that sites are made with have their feeds. */
const placesOfPrograms: readonly (readonly [RegExp, readonly string[]])[] = [
  [/wordpress/i, ['feed/', '?feed=rss2']],
  [/blogger/i, ['feeds/posts/default', 'feeds/posts/default?alt=rss']],
  [/drupal/i, ['rss.xml', 'news/rss.xml', 'all/rss.xml']],
  [/ghost/i, ['rss/']],
  [/joomla/i, ['?format=feed&type=rss']],
  [/bitrix/i, ['rss/', 'news/rss/']],
];

export type PageHints = Pick<PageFeeds, 'generator' | 'channelId'>;

const noHints: PageHints = { generator: null, channelId: null };

/**
 * Where sites mostly have their feed, likeliest first: what the page's program suggests, then below the page, then below the
 * site.
 */
export function customaryPlaces(url: string, { generator, channelId }: PageHints = noHints): readonly string[] {
  const { origin, pathname, hostname } = new URL(url);
  if (/(?:^|\.)youtube\.com$/.test(hostname)) return youtubePlaces(url, channelId);
  const program = placesOfPrograms.filter(([name]) => name.test(generator ?? '')).flatMap(([, places]) => places);
  const below = pathname === '/' ? [] : [`${origin}${pathname.replace(/\/$/, '')}/feed`];
  return [
    ...new Set([...program.map((name) => `${origin}/${name}`), ...below, ...names.map((name) => `${origin}/${name}`)]),
  ];
}

/** By the channel or the playlist of a page. */
function youtubePlaces(url: string, channelId: string | null): readonly string[] {
  const { origin, pathname, searchParams } = new URL(url);
  const channel = /^\/channel\/(UC[\w-]{22})(?:\/|$)/.exec(pathname)?.[1] ?? channelId;
  const list = searchParams.get('list');
  return [
    ...(channel === null ? [] : [`${origin}/feeds/videos.xml?channel_id=${channel}`]),
    ...(list === null ? [] : [`${origin}/feeds/videos.xml?playlist_id=${encodeURIComponent(list)}`]),
  ];
}

/** The sitemaps that a robots.txt names (RFC 9309 §2.2.4), those for news first. */
export function sitemapsOf(robots: string): readonly string[] {
  const lines = robots.slice(0, 500_000).split(/\r\n|\r|\n/);
  const addresses = lines.map((line) => /^\s*sitemap\s*:\s*(\S+)/i.exec(line.slice(0, 2000))?.[1]);
  return newsFirst(addresses.filter((address) => address !== undefined && /^https?:/i.test(address)));
}

/** The sitemaps that a list of sitemaps names: those for news first, then those that changed last. */
export function sitemapsInside(xml: string, url: string): readonly string[] {
  const text = xml.slice(0, 1_000_000);
  if (!/<(?:[\w-]{1,40}:)?sitemapindex[\s>]/i.test(text.slice(0, 5000))) return [];
  const entries = text.split(/<(?:[\w-]{1,40}:)?sitemap>/i).slice(1, 2001);
  const dated = entries.map((entry) => ({
    address: /<(?:[\w-]{1,40}:)?loc>\s*(?:<!\[CDATA\[\s*)?([^<\s\]]+)/i.exec(entry)?.[1]?.replaceAll('&amp;', '&'),
    changed: Date.parse(/<(?:[\w-]{1,40}:)?lastmod>\s*([^<\s]+)/i.exec(entry)?.[1] ?? '') || 0,
  }));
  return newsFirst(
    dated.sort((a, b) => b.changed - a.changed).map(({ address }) => address && webUrl(address, url)?.href),
  );
}

/** Where sites have their sitemap for news though no robots.txt says so. */
export const customarySitemaps = ['news-sitemap.xml', 'sitemap-news.xml', 'sitemap_news.xml', 'sitemap.xml'];

/** The addresses among these, each once, those for news first. */
export function newsFirst(addresses: readonly (string | undefined)[]): readonly string[] {
  const found = [...new Set(addresses.filter((address) => address !== undefined && URL.canParse(address)) as string[])];
  const isNews = (address: string) => /news/i.test(new URL(address).pathname);
  return [...found.filter(isNews), ...found.filter((address) => !isNews(address))];
}
