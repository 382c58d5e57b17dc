import { createServer, type IncomingMessage } from 'node:http';
import type { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { discoverFeeds } from '../../../src/adapters/discovery/discoverFeeds.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { hostileUrls } from '../../support/hostileAddresses.ts';
import { type Loopback, listenOnLoopback } from '../../support/loopback.ts';

type Page = string | { readonly status: number; readonly location?: string };

let pages: Readonly<Record<string, Page>> = {};
let requested: IncomingMessage[] = [];
const server = createServer((request, response) => {
  requested.push(request);
  const page = pages[request.url ?? ''] ?? { status: 404 };
  if (typeof page === 'string') response.end(page);
  else response.writeHead(page.status, page.location === undefined ? {} : { location: page.location }).end();
});
let loopback: Loopback;
let origin: string;
let agent: Agent;
let guarded: Agent;

beforeAll(async () => {
  loopback = await listenOnLoopback(server);
  origin = loopback.origin;
  agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.1/32'], connectTimeoutMs: 2000 });
  guarded = createGuardedAgent({ allowPrivateAddresses: [], connectTimeoutMs: 2000 });
});
afterEach(() => {
  requested = [];
});
afterAll(async () => {
  await Promise.all([agent.destroy(), guarded.destroy()]);
  await loopback.close();
});

const rss = (title: string, ...items: readonly string[]) =>
  `<rss version="2.0"><channel><title>${title}</title>${items
    .map(
      (id) =>
        `<item><guid>${id}</guid><title>${id}</title><pubDate>Wed, 05 Jan 2022 1${id.length}:00:00 GMT</pubDate></item>`,
    )
    .join('')}</channel></rss>`;
const atom =
  '<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>One</title></entry></feed>';

const search = (site: Readonly<Record<string, Page>>, path = '/', { dispatcher = agent, maxRequests = 30 } = {}) => {
  pages = site;
  return discoverFeeds(`${origin}${path}`, {
    ...{ agent: dispatcher, userAgent: 'Tocsin/test', parse: parseFeedDocument },
    ...{ timeoutMs: 2000, maxBytes: 100_000, maxRequests },
  });
};
const found = async (...given: Parameters<typeof search>) =>
  (await search(...given)).feeds.map(({ url, via }) => `${via} ${url.replace(origin, '')}`);
const paths = () => requested.map(({ url }) => url);

describe('the feeds of a site', () => {
  it('are the address itself where it is one, told with what it holds', async () => {
    expect(await search({ '/rss': rss('Wire', 'a', 'bb') }, '/rss')).toEqual({
      feeds: [
        {
          url: `${origin}/rss`,
          title: 'Wire',
          format: 'rss',
          items: 2,
          newest: new Date('2022-01-05T12:00:00Z'),
          via: 'itself',
        },
      ],
      requests: 1,
      failure: null,
    });
  });

  it('are those the page names, each asked for and read: news first, then empty ones, then comments', async () => {
    const page = ['/comments/feed', '/empty', '/page', '/gone', '/moved', '/atom']
      .map((href) => `<link rel="alternate" type="application/rss+xml" href="${href}">`)
      .join('');
    const site = {
      ...{ '/': page, '/comments/feed': rss('Comments', 'c'), '/empty': rss('Empty'), '/page': '<html></html>' },
      ...{ '/moved': { status: 301, location: '/new' }, '/new': rss('News', 'n'), '/atom': atom },
    };
    expect(await found(site)).toEqual(['named /new', 'named /atom', 'named /empty', 'named /comments/feed']);
    expect(paths()).toContain('/gone');
    expect(paths()).not.toContain('/rss.xml');
  });

  it('may be linked, from the page or from a page about feeds', async () => {
    const site = {
      ...{ '/': '<a href="/rss">Feeds</a><a href="/about">About</a>', '/rss': '<a href="/rss/world">World</a>' },
      '/rss/world': rss('World', 'w'),
    };
    expect(await found(site)).toEqual(['linked /rss/world']);
    expect(paths()).not.toContain('/about');
  });

  it('are looked for at the front page and in customary places where the page names none with news', async () => {
    expect(await found({ '/story/1': 'a story', '/': 'front', '/rss.xml': rss('Wire', 'a') }, '/story/1')).toEqual([
      'guessed /rss.xml',
    ]);
    expect(paths()).toEqual(['/story/1', '/', '/story/1/feed', '/feed', '/rss', '/rss.xml', '/robots.txt']);
  });

  it('may be a news sitemap that robots.txt names', async () => {
    const sitemap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>https://a.example/1</loc><news:news><news:title>One</news:title></news:news></url></urlset>`;
    const site = {
      '/': 'front',
      '/robots.txt': `Sitemap: ${origin}/all.xml\nSitemap: ${origin}/news.xml`,
      '/news.xml': sitemap,
    };
    expect(await found(site)).toEqual(['sitemap /news.xml']);
  });

  it('are told once where one stands at two addresses', async () => {
    const page = '<a href="/feed">1</a><a href="/rss?utm=1">2</a><a href="/atom">3</a>';
    const site = { '/': page, '/feed': rss('Wire', 'a'), '/rss?utm=1': rss('Wire', 'a'), '/atom': atom };
    expect(await found(site)).toEqual(['linked /feed', 'linked /atom']);
  });

  it('are asked for by name, without a cookie or referrer, and never more often than allowed', async () => {
    const page = Array.from({ length: 50 }, (_, index) => `<a href="/rss/${index}">x</a>`).join('');
    const { feeds, requests } = await search({ '/': page, '/rss/3': rss('Wire', 'a') }, '/', { maxRequests: 7 });
    expect([feeds.length, requests, requested.length]).toEqual([1, 7, 7]);
    expect(requested[3]?.headers).toMatchObject({ 'user-agent': 'Tocsin/test' });
    expect(requested.every(({ headers }) => headers.cookie === undefined && headers.referer === undefined)).toBe(true);
  });

  it('are none where the site does not answer, which is said', async () => {
    const { feeds, failure } = await search({ '/': { status: 500 } });
    expect([feeds, failure]).toEqual([[], `${origin}/ responded with 500`]);
  });

  it('are never looked for at an address that is not public', async () => {
    const { feeds, failure } = await search({ '/': rss('Inner', 'a') }, '/', { dispatcher: guarded });
    expect(feeds).toEqual([]);
    expect(failure).toContain('not a public address');
    expect(requested).toEqual([]);
  });

  it('are never looked for at the inner addresses that a page of strangers names, or redirects to', async () => {
    const port = Number(new URL(origin).port);
    const links = hostileUrls(port).map((url, index) => [`/rss/${index}`, url] as const);
    const anchors = links.map(
      ([path, url]) => `<a href="${path}">x</a><link rel="alternate" type="application/rss+xml" href="${url}">`,
    );
    const outer = createServer(({ url = '' }, response) => {
      const target = links.find(([path]) => path === url)?.[1];
      if (target === undefined) return response.end(anchors.join(''));
      const location = Buffer.from(target.replaceAll('\t', '')).toString('latin1');
      return response.writeHead(302, { location }).end();
    });
    const strangers = await listenOnLoopback(outer, '::1');
    const outside = createGuardedAgent({ allowPrivateAddresses: ['::1/128'], connectTimeoutMs: 2000 });
    const { requests } = await discoverFeeds(`${strangers.origin}/`, {
      ...{ agent: outside, userAgent: 'Tocsin/test', parse: parseFeedDocument },
      ...{ timeoutMs: 2000, maxBytes: 100_000, maxRequests: 500 },
    });
    expect([requests > links.length, requested]).toEqual([true, []]);
    await outside.destroy();
    await strangers.close();
  });

  it('survive a redirect loop, a redirect to no web address, and a page that is too large', async () => {
    const page = '<a href="/rss/loop">1</a><a href="/rss/file">2</a><a href="/rss/huge">3</a><a href="/rss/ok">4</a>';
    const site = {
      ...{
        '/': page,
        '/rss/loop': { status: 302, location: '/rss/loop' },
        '/rss/huge': rss('Huge', 'a'.repeat(200_000)),
      },
      ...{ '/rss/file': { status: 302, location: 'file:///etc/passwd' }, '/rss/ok': rss('Wire', 'a') },
    };
    expect(await found(site)).toEqual(['linked /rss/ok']);
  });
});
