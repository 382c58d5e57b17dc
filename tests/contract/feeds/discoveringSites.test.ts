import { createServer, type ServerResponse } from 'node:http';
import type { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverFeeds } from '../../../src/adapters/discovery/discoverFeeds.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { type Loopback, listenOnLoopback } from '../../support/loopback.ts';
import { waitFor } from '../../support/waitFor.ts';

/** By host and path. A text is a page; `'hangs'` never answers. */
type Sites = Readonly<Record<string, string | ((response: ServerResponse) => void)>>;

const hangs = () => undefined;
let sites: Sites = {};
let requested: string[] = [];
const server = createServer((request, response) => {
  const address = `${request.headers.host?.replace(/:\d+$/, '')}${request.url}`;
  requested.push(address);
  const page = sites[address];
  if (page === undefined) response.writeHead(404).end('nothing here');
  else if (typeof page === 'string') response.end(page.replaceAll('PORT', String(port)));
  else page(response);
});
let loopback: Loopback;
let port: number;
let agent: Agent;
beforeAll(async () => {
  loopback = await listenOnLoopback(server);
  port = loopback.port;
  agent = createGuardedAgent({
    ...{ allowPrivateAddresses: ['127.0.0.1/32'], connectTimeoutMs: 2000, connections: 4 },
    lookup: (_name, _options, callback) => callback(null, [{ address: '127.0.0.1', family: 4 }]),
  });
});
afterAll(async () => {
  await agent.destroy();
  await loopback.close();
});

const rss = (title: string, site = 'a.example') =>
  `<rss version="2.0"><channel><title>${title}</title><link>http://${site}/</link>
   <item><guid>${title} 1</guid><title>One</title><link>http://${site}/one</link></item></channel></rss>`;
const newsSitemap = `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
  <url><loc>https://a.example/1</loc><news:news><news:title>One</news:title></news:news></url></urlset>`;
const refusing =
  (status: number, body = 'Checking your browser') =>
  (response: ServerResponse) =>
    response.writeHead(status).end(body);

const search = (given: Sites, address = 'a.example/', limits = {}) => {
  [sites, requested] = [given, []];
  const [, host = '', path = '/'] = /^([^/]*)(.*)$/.exec(address) ?? [];
  return discoverFeeds(`http://${host}:${port}${path}`, {
    ...{ agent, userAgent: 'Tocsin/test', parse: parseFeedDocument },
    ...{ timeoutMs: 2000, maxBytes: 100_000, maxRequests: 30, ...limits },
  });
};
const found = async (...given: Parameters<typeof search>) =>
  (await search(...given)).feeds.map(({ url, via }) => `${via} ${url.replace('http://', '').replace(`:${port}`, '')}`);

describe('the feeds of a site that refuses its page', () => {
  it.each([401, 403, 404, 406, 451, 500, 503])('with %i are sought in the customary places', async (status) => {
    expect(await found({ 'a.example/': refusing(status), 'a.example/rss.xml': rss('Wire') })).toEqual([
      'guessed a.example/rss.xml',
    ]);
  });

  it('are those that the page of the refusal names', async () => {
    const page = '<link rel="alternate" type="application/rss+xml" href="/out">';
    expect(
      await found({ 'a.example/old': refusing(404, page), 'a.example/out': rss('Wire') }, 'a.example/old'),
    ).toEqual(['named a.example/out']);
  });

  it('may be in robots.txt, and where there are none the refusal is told', async () => {
    const robots = 'Sitemap: http://a.example:PORT/sm.xml';
    const refused = { 'a.example/': refusing(403), 'a.example/robots.txt': robots };
    expect(await found({ ...refused, 'a.example/sm.xml': newsSitemap })).toEqual(['sitemap a.example/sm.xml']);
    expect(await search(refused)).toMatchObject({ feeds: [], failure: expect.stringContaining('responded with 403') });
  });

  it('are left alone where it asks for time (429), and where nothing responds', async () => {
    expect(await search({ 'a.example/': refusing(429), 'a.example/feed': rss('Wire') })).toMatchObject({
      feeds: [],
      requests: 1,
    });
    const gone = (response: ServerResponse) => response.destroy();
    expect(await search({ 'a.example/': gone, 'a.example/feed': rss('Wire') })).toMatchObject({
      feeds: [],
      requests: 1,
    });
  });

  it('are sought though the page takes too long', async () => {
    expect(
      await found({ 'a.example/': hangs, 'a.example/feed': rss('Wire') }, 'a.example/', { timeoutMs: 500 }),
    ).toEqual(['guessed a.example/feed']);
  });
});

describe('a page may name its feed', () => {
  it('in a Link header, among others', async () => {
    const link =
      '</style.css>; rel=preload, </api>; rel="alternate"; type="application/json", </out?a=1,2>; rel="alternate"; type="application/rss+xml"; title="News, all"';
    const page = (response: ServerResponse) => response.writeHead(200, { link }).end('<p>words</p>');
    expect(
      await found({ 'a.example/': page, 'a.example/out?a=1,2': rss('Wire'), 'a.example/api': rss('Api') }),
    ).toEqual(['named a.example/out?a=1,2']);
  });

  it('in a link of its body', async () => {
    const page = '<a rel="alternate" type="application/atom+xml" href="/out">Follow us</a>';
    expect(await found({ 'a.example/': page, 'a.example/out': rss('Wire') })).toEqual(['named a.example/out']);
  });

  it.each([
    '<a href="/out">RSS</a>',
    '<a href="/out"><b>RSS</b> 2.0 feed</a>',
    '<a href="/out">«RSS-лента новостей»</a>',
    '<a href="/out">Подписаться на RSS</a>',
    '<a href="/out">XML</a>',
    '<a href="/out">Atom feed</a>',
    '<a href="/out"><img src="/i/1.png" alt="RSS feed"></a>',
    '<a href="/out"><img src="/img/rss-icon.svg"></a>',
    '<a href="/out"><i class="fa fa-rss"></i></a>',
    '<a href="/out" class="icon-rss"></a>',
    '<a href="/out" title="RSS"><span></span></a>',
    '<a href="/out" aria-label="RSS feed"><svg></svg></a>',
  ])('by what it calls it: %s', async (link) => {
    expect(await found({ 'a.example/': `<p>Read us</p>${link}`, 'a.example/out': rss('Wire') })).toEqual([
      'linked a.example/out',
    ]);
  });

  it.each([
    '<a href="/out">RSS reader app</a>',
    '<a href="/out">What is RSS?</a>',
    '<a href="/out">Feed the birds this winter</a>',
    '<a href="/out">An atom and its parts</a>',
    '<a href="/out">The feed of a cow</a>',
    '<a href="/out"><img src="/img/rssnov-portrait.bmp" alt="Portrait"></a>',
    '<a href="/out"><i class="fa fa-rss"></i> Read the report</a>',
    '<a href="/out">Subscribe</a>',
    '<a href="/out">News</a>',
  ])('which these words are not: %s', async (link) => {
    expect(await found({ 'a.example/': link, 'a.example/out': rss('Wire') })).toEqual([]);
    expect(requested).not.toContain('a.example/out');
  });
});

describe('somebody else’s feed', () => {
  const page = '<a href="http://b.example:PORT/feed">RSS</a><a href="http://feeds.c.example:PORT/a/rss">RSS</a>';

  it('is none of the site; one that another host serves for it is', async () => {
    const others = { 'b.example/feed': rss('Other', 'b.example'), 'feeds.c.example/a/rss': rss('Wire') };
    expect(await found({ 'a.example/': page, ...others })).toEqual(['linked feeds.c.example/a/rss']);
    expect(requested).toContain('b.example/feed');
  });

  it('comes after the site’s own, which a subdomain may be', async () => {
    const own = `${page}<a href="http://news.a.example:PORT/rss">RSS</a>`;
    const sites = {
      'a.example/': own,
      'news.a.example/rss': rss('News', 'elsewhere.example'),
      'feeds.c.example/a/rss': rss('Wire'),
    };
    expect(await found(sites)).toEqual(['linked news.a.example/rss', 'linked feeds.c.example/a/rss']);
  });
});

describe('the place that its program has for feeds is tried', () => {
  it.each([
    ['WordPress without permalinks', '<meta name="generator" content="WordPress 6.5">', '/?feed=rss2'],
    ['Blogger', '<meta content="blogger" name="generator">', '/feeds/posts/default'],
    ['Drupal', '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">', '/rss.xml'],
    [
      'Drupal with a view of news',
      '<meta name="Generator" content="Drupal 10 (https://www.drupal.org)">',
      '/news/rss.xml',
    ],
    ['Ghost', '<meta name="generator" content="Ghost 5.8">', '/rss/'],
    ['Joomla', '<meta name="generator" content="Joomla! - Open Source">', '/?format=feed&type=rss'],
    ['Substack', '<p>A letter</p>', '/feed'],
    ['nobody knows', '<p>A site</p>', '/rss2.xml'],
  ])('%s', async (_, page, place) => {
    expect(await found({ 'a.example/': page, [`a.example${place}`]: rss('Wire') })).toEqual([
      `guessed a.example${place}`,
    ]);
  });

  it('YouTube, by the channel of the page', async () => {
    const id = 'UCabcdefghijklmnopqrstuv';
    const feed = `www.youtube.com/feeds/videos.xml?channel_id=${id}`;
    const named = { 'www.youtube.com/@wire': `<meta itemprop="identifier" content="${id}">`, [feed]: rss('Wire') };
    expect(await found(named, 'www.youtube.com/@wire')).toEqual([`guessed ${feed}`]);
    expect(await found({ [feed]: rss('Wire') }, `www.youtube.com/channel/${id}`)).toEqual([`guessed ${feed}`]);
  });
});

describe('the news sitemap of a site', () => {
  const index = (...entries: readonly (readonly [string, string])[]) =>
    `<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries
      .map(([path, day]) => `<sitemap><loc>http://a.example:PORT/${path}</loc><lastmod>${day}</lastmod></sitemap>`)
      .join('')}</sitemapindex>`;
  const plain =
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://a.example/1</loc></url></urlset>';

  it('may stand in a list of sitemaps, behind many others', async () => {
    const pages = Array.from({ length: 60 }, (_, n) => [`pages-${n}.xml`, '2026-01-01'] as const);
    const site = {
      'a.example/': 'front',
      'a.example/robots.txt': 'Sitemap: http://a.example:PORT/all.xml',
      'a.example/all.xml': index(...pages, ['google-news.xml', '2020-01-01']),
      'a.example/google-news.xml': newsSitemap,
    };
    expect(await found(site)).toEqual(['sitemap a.example/google-news.xml']);
  });

  it('is the one that changed last where no name tells', async () => {
    const days = Array.from(
      { length: 20 },
      (_, n) => [`part-${n}.xml`, `2026-01-${String(n + 1).padStart(2, '0')}`] as const,
    );
    const parts = Object.fromEntries(days.map(([path]) => [`a.example/${path}`, plain]));
    const site = {
      'a.example/': 'front',
      'a.example/sitemap.xml': index(...days),
      ...parts,
      'a.example/part-19.xml': newsSitemap,
    };
    expect(await found(site)).toEqual(['sitemap a.example/part-19.xml']);
  });

  it('is sought under its customary names where robots.txt names none', async () => {
    expect(await found({ 'a.example/': 'front', 'a.example/news-sitemap.xml': newsSitemap })).toEqual([
      'sitemap a.example/news-sitemap.xml',
    ]);
  });
});

describe('dead links', () => {
  const links = (count: number, path: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => `<a href="${path(n)}">x</a>`).join('');

  it('do not eat the requests that guesses need', async () => {
    const page = links(60, (n) => `/archive-${n}/section/feed`);
    expect(await found({ 'a.example/': page, 'a.example/feed.xml': rss('Wire') })).toEqual([
      'guessed a.example/feed.xml',
    ]);
    const various = links(60, (n) => `/a${n}/${'x/'.repeat(n % 7)}rss-${n}/feed`);
    expect(await found({ 'a.example/': various, 'a.example/feed.xml': rss('Wire') })).toEqual([
      'guessed a.example/feed.xml',
    ]);
  });

  it('of one kind give way to others', async () => {
    const page = `${links(40, (n) => `/authors/${n}/feed`)}<a href="/world/latest.rss?format=rss">World</a>`;
    expect(await found({ 'a.example/': page, 'a.example/world/latest.rss?format=rss': rss('World') })).toEqual([
      'linked a.example/world/latest.rss?format=rss',
    ]);
  });

  it('are not read where they refuse us', async () => {
    const length = 30_000_000;
    let taken = 0;
    let isOver = false;
    const refusal = (response: ServerResponse) => {
      const piece = Buffer.alloc(100_000, ' ');
      const write = () =>
        response.write(piece, (error) => {
          if (error || response.destroyed) return;
          taken += piece.length;
          if (taken < length) write();
          else response.end();
        });
      response.writeHead(404, { 'content-length': length }).on('close', () => {
        isOver = true;
      });
      write();
    };
    const sites = { 'a.example/': '<a href="/rss">RSS</a>', 'a.example/rss': refusal, 'a.example/feed': rss('Wire') };
    expect(await found(sites, 'a.example/', { maxBytes: 2 * length })).toEqual(['guessed a.example/feed']);
    await waitFor(() => isOver, { withinMs: 10_000 });
    expect(taken).toBeLessThan(length);
  });

  it('to hosts that hang hold nothing up', async () => {
    const hung = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`b.example/rss/${n}`, hangs]));
    const page = `${links(12, (n) => `http://b.example:PORT/rss/${n}`)}<link rel="alternate" type="application/rss+xml" href="http://b.example:PORT/rss/0">`;
    const sites = { ...hung, 'a.example/': page, 'a.example/rss': rss('Wire') };
    expect(await found(sites, 'a.example/', { timeoutMs: 300 })).toEqual(['guessed a.example/rss']);
    expect(requested.filter((address) => address.startsWith('b.example')).length).toBeLessThanOrEqual(5);
  });

  it('end with the time of the whole search, which tells what it has found', async () => {
    const hung = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`a.example/rss/${n}`, hangs]));
    const page = `<link rel="alternate" type="application/rss+xml" href="/out">${links(20, (n) => `/rss/${n}`)}`;
    const { feeds, requests } = await search(
      { ...hung, 'a.example/': page, 'a.example/out': rss('Wire') },
      'a.example/',
      {
        ...{ timeoutMs: 1000, totalMs: 1500 },
      },
    );
    expect(feeds.map(({ title }) => title)).toEqual(['Wire']);
    expect(requests).toBeLessThan(20);
  });
});

it('feeds of comments come last, wherever they were found', async () => {
  const page =
    '<a href="/comments/feed">RSS</a><a href="/story/feed">RSS</a><a href="/tag/x/feed">RSS</a><a href="/main">RSS</a>';
  const sites = {
    ...{ 'a.example/': page, 'a.example/comments/feed': rss('All'), 'a.example/main': rss('Wire') },
    ...{ 'a.example/story/feed': rss('Comments on: a story'), 'a.example/tag/x/feed': rss('Tag x') },
  };
  expect(await found(sites)).toEqual([
    'linked a.example/main',
    'linked a.example/tag/x/feed',
    'linked a.example/story/feed',
    'linked a.example/comments/feed',
  ]);
});
