import type { FeedHeader } from '../../domain/feeds/feed.ts';
import { decodeDocument } from '../documents/decodeDocument.ts';
import type { ParseDocument } from '../feeds/threadedParser.ts';
import { customaryPlaces, sitemapsOf } from './customaryPlaces.ts';
import { type GetOptions, type Got, getDocument } from './getDocument.ts';
import { feedsOfPage } from './pageFeeds.ts';

/** A feed that was asked for and read. */
export interface DiscoveredFeed {
  readonly url: string;
  readonly title: string | null;
  readonly format: FeedHeader['format'];
  readonly items: number;
  /** Of the newest dated item. */
  readonly newest: Date | null;
  /** How it was found: it is the address itself, the page names it, links to it, it was guessed, robots.txt names it. */
  readonly via: 'itself' | 'named' | 'linked' | 'guessed' | 'sitemap';
}

export interface Discovery {
  /** Best first. */
  readonly feeds: readonly DiscoveredFeed[];
  readonly requests: number;
  /** Why there are none, where the address itself could not be had. */
  readonly failure: string | null;
}

export interface DiscoveryOptions extends GetOptions {
  readonly parse: ParseDocument;
  readonly maxRequests: number;
}

const mostSitemaps = 2;

/**
 * Finds the feeds of a site: the address itself, what its page names, what it links to that looks like a feed and, only where
 * those give none with news, the site's front page and the customary places; then the news sitemaps that robots.txt names. Each is
 * asked for and read before it is told.
 */
export async function discoverFeeds(url: string, options: DiscoveryOptions): Promise<Discovery> {
  const search = new Search(options);
  const got = await search.get(url);
  if (got?.kind !== 'document') return { feeds: [], requests: search.requests, failure: got?.message ?? null };
  if (!(await search.read(got, 'itself'))) {
    await search.followPage(got);
    await lookAround(search, got.url);
    await search.requestSitemaps(got.url);
  }
  return { feeds: search.bestFirst(), requests: search.requests, failure: null };
}

async function lookAround(search: Search, url: string): Promise<void> {
  if (search.hasNews()) return;
  const front = await search.get(new URL('/', url).href);
  if (front?.kind === 'document') await search.followPage(front);
  for (const place of customaryPlaces(url)) {
    if (search.hasNews()) return;
    await search.request(place, 'guessed');
  }
}

type Document = Extract<Got, { kind: 'document' }>;

class Search {
  readonly #options: DiscoveryOptions;
  readonly #requested = new Set<string>();
  /** By what they say, so that a feed with two addresses is told once. */
  readonly #found = new Map<string, DiscoveredFeed>();
  requests = 0;

  constructor(options: DiscoveryOptions) {
    this.#options = options;
  }

  /** Null when it was asked for already, or the search has made all its requests. */
  async get(url: string): Promise<Got | null> {
    if (this.#requested.has(url) || this.requests >= this.#options.maxRequests) return null;
    this.#requested.add(url);
    this.requests++;
    const got = await getDocument(url, this.#options);
    if (got.kind === 'document') this.#requested.add(got.url);
    return got;
  }

  async request(url: string, via: DiscoveredFeed['via']): Promise<Document | null> {
    const got = await this.get(url);
    return got?.kind === 'document' && !(await this.read(got, via)) ? got : null;
  }

  /** Whether it is a feed. */
  async read({ url, bytes, contentType }: Document, via: DiscoveredFeed['via']): Promise<boolean> {
    const parsed = await this.#options.parse(bytes, { url, contentType }, new AbortController().signal);
    if (parsed.kind === 'failed') return false;
    const { header, items } = parsed;
    const newest = Math.max(...items.map(({ publishedAt }) => publishedAt?.getTime() ?? Number.NEGATIVE_INFINITY));
    const says = [
      header.format,
      header.title,
      ...items.slice(0, 20).map(({ guid, link, title }) => guid ?? link ?? title),
    ];
    const feed = {
      ...{ url, title: header.title, format: header.format, items: items.length, via },
      newest: Number.isFinite(newest) ? new Date(newest) : null,
    };
    const key = items.length === 0 ? url : JSON.stringify(says);
    if (!this.#found.has(key)) this.#found.set(key, feed);
    return true;
  }

  /** Asks for the feeds of a page; a linked page that is about feeds, as many sites have one, is followed too. */
  async followPage({ url, bytes, contentType }: Document): Promise<void> {
    const { named, linked } = feedsOfPage(decodeDocument(bytes, contentType), url);
    for (const each of named) await this.request(each, 'named');
    for (const each of linked) {
      const page = await this.request(each, 'linked');
      if (page === null) continue;
      const deeper = feedsOfPage(decodeDocument(page.bytes, page.contentType), page.url);
      for (const address of [...deeper.named, ...deeper.linked]) await this.request(address, 'linked');
    }
  }

  async requestSitemaps(url: string): Promise<void> {
    const robots = await this.get(new URL('/robots.txt', url).href);
    if (robots?.kind !== 'document') return;
    const sitemaps = sitemapsOf(decodeDocument(robots.bytes, robots.contentType));
    for (const sitemap of sitemaps.slice(0, mostSitemaps)) await this.request(sitemap, 'sitemap');
  }

  hasNews(): boolean {
    return [...this.#found.values()].some((feed) => rankOf(feed) === 0);
  }

  bestFirst(): readonly DiscoveredFeed[] {
    return [...this.#found.values()].sort((a, b) => rankOf(a) - rankOf(b));
  }
}

/** News before what has none, and that before comments; the order in which they were found does the rest. */
function rankOf({ url, title, items }: DiscoveredFeed): number {
  if (/comments?\b|комментари/i.test(`${url} ${title ?? ''}`)) return 2;
  return items > 0 ? 0 : 1;
}
