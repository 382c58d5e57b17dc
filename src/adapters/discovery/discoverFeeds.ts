import { decodeDocument } from '../documents/decodeDocument.ts';
import { alternatesOf } from '../http/linkHeader.ts';
import { type Candidate, candidatesOf } from './candidates.ts';
import {
  customaryPlaces,
  customarySitemaps,
  newsFirst,
  type PageHints,
  sitemapsInside,
  sitemapsOf,
} from './customaryPlaces.ts';
import { type DiscoveredFeed, FeedSearch, requestsAtOnce, type SearchOptions } from './feedSearch.ts';
import type { Document } from './getDocument.ts';
import { feedsOfPage, feedTypes, type PageFeeds } from './pageFeeds.ts';

export interface Discovery {
  /** Best first. */
  readonly feeds: readonly DiscoveredFeed[];
  readonly requests: number;
  /** Why there are none, where the address itself could not be had. */
  readonly failure: string | null;
}

/** Of the requests, so many of a hundred stay for guesses until news is found: dead links must not eat them all. */
const keptPercent = 40;
const mostPagesAboutFeeds = 5;
const mostSitemaps = 4;
const tooMany = 429;

/**
 * Finds the feeds of a site: the address itself, what its page names, what it links to that looks like a feed or is called one and,
 * only where those give none with news, the site's front page and the customary places; then the news sitemaps that robots.txt
 * names. Each is asked for and read before it is told. A page that refuses us says nothing of the site's feeds: they are sought
 * all the same.
 */
export async function discoverFeeds(url: string, options: SearchOptions): Promise<Discovery> {
  const search = new FeedSearch(url, options);
  const got = await search.getPage(url);
  const failed = (failure: string | null): Discovery => ({ feeds: [], requests: search.requests, failure });
  if (got === null) return failed(null);
  if (got.kind === 'unreachable' && got.reason !== 'timeout') return failed(got.message);
  if (got.kind === 'refused' && got.status === tooMany) return failed(got.message);
  if (got.kind === 'document' && (await search.read(got, { via: 'itself', isForeign: false }))) {
    return { feeds: search.bestFirst(), requests: search.requests, failure: null };
  }
  const keep = Math.floor((options.maxRequests * keptPercent) / 100);
  const start = 'url' in got ? got.url : url;
  const hints = 'url' in got ? await followPage(search, got, keep) : noHints;
  await lookAround(search, start, hints, keep);
  await requestSitemaps(search, start);
  const feeds = search.bestFirst();
  return {
    feeds,
    requests: search.requests,
    failure: feeds.length > 0 || got.kind === 'document' ? null : got.message,
  };
}

const noHints: PageHints = { generator: null, channelId: null };

/** Asks for the feeds of a page; a linked page that is about feeds, as many sites have one, is followed too. */
async function followPage(search: FeedSearch, page: Document, keep: number): Promise<PageHints> {
  const feeds = feedsIn(page);
  const others = await search.request(candidatesOf(feeds, page.url), keep);
  for (const each of others.slice(0, mostPagesAboutFeeds)) {
    const deeper = candidatesOf(feedsIn(each), each.url);
    await search.request(
      deeper.map((candidate) => ({ ...candidate, via: 'linked' })),
      keep,
    );
  }
  return feeds;
}

/** What the page and its `Link` header say. */
function feedsIn({ url, bytes, contentType, links }: Document): PageFeeds {
  const page = feedsOfPage(decodeDocument(bytes, contentType), url);
  const announced = alternatesOf(links, url).filter(({ type }) => feedTypes.test(type));
  return { ...page, named: [...new Set([...announced.map((link) => link.url), ...page.named])] };
}

async function lookAround(search: FeedSearch, url: string, hints: PageHints, keep: number): Promise<void> {
  if (search.hasNews()) return;
  const front = await search.getPage(new URL('/', url).href);
  const frontHints = front !== null && 'url' in front ? await followPage(search, front, keep) : noHints;
  const { generator, channelId } = hints;
  const all = { generator: generator ?? frontHints.generator, channelId: channelId ?? frontHints.channelId };
  const places = customaryPlaces(url, all);
  for (let at = 0; at < places.length && !search.hasNews(); at += requestsAtOnce) {
    await search.request(places.slice(at, at + requestsAtOnce).map((place) => guess(place, 'guessed')));
  }
}

const guess = (url: string, via: Candidate['via']): Candidate => ({ url, via, isForeign: false });

/** A list of sitemaps is looked into once. */
async function requestSitemaps(search: FeedSearch, url: string): Promise<void> {
  const robots = await search.get(new URL('/robots.txt', url).href);
  const named = robots?.kind === 'document' ? sitemapsOf(decodeDocument(robots.bytes, robots.contentType)) : [];
  const customary = search.hasNews() ? [] : customarySitemaps.map((name) => new URL(`/${name}`, url).href);
  const sitemaps = named.length > 0 ? named : customary;
  const request = (addresses: readonly string[]) =>
    search.request(addresses.slice(0, mostSitemaps).map((address) => guess(address, 'sitemap')));
  const others = await request(sitemaps);
  const inside = others.flatMap((each) => sitemapsInside(decodeDocument(each.bytes, each.contentType), each.url));
  await request(newsFirst(inside));
}
