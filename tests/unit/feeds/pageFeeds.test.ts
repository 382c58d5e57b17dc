import { describe, expect, it } from 'vitest';
import { customaryPlaces, sitemapsOf } from '../../../src/adapters/discovery/customaryPlaces.ts';
import { feedsOfPage } from '../../../src/adapters/discovery/pageFeeds.ts';
import { hostileText } from '../../support/hostileTexts.ts';
import { processorTime } from '../../support/processorTime.ts';

const url = 'https://site.example/news/today';

describe('the feeds of a page', () => {
  it('are those it names as such, whatever the kind, in its order, from its base', () => {
    const page = `<!doctype html><head><base href="/world/"><base href="https://other.example/">
      <link rel="alternate" type="application/rss+xml" title="All" href="rss.xml">
      <LINK REL='Alternate Home' TYPE='application/atom+xml; charset=utf-8' HREF='//feeds.example/atom#top'>
      <link rel=alternate type=application/feed+json href=/feed.json>
      <link rel="alternate" type="application/rss+xml" href="/world/rss.xml">
      <link rel="feed" href="/the-feed">
      <link rel="stylesheet" type="text/css" href="/rss.css">
      <link rel="alternate" hreflang="ru" href="/ru/">
      <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
      <link rel="alternate" type="application/json+oembed" href="/feed/oembed">
      <link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
      <link rel="alternate" type="application/rss+xml" href="https://user:word@a.example/">
      <link rel="alternate" type="application/rss+xml" href="http://[bad">`;
    expect(feedsOfPage(page, url).named).toEqual([
      'https://site.example/world/rss.xml',
      'https://feeds.example/atom',
      'https://site.example/feed.json',
      'https://site.example/the-feed',
    ]);
  });

  it('are named in XHTML too', () => {
    const page = `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head>
      <link rel="alternate" type="application/atom+xml" href="a?x=1&amp;y=2" /></head></html>`;
    expect(feedsOfPage(page, url).named).toEqual(['https://site.example/news/a?x=1&y=2']);
  });

  it('may be links that look like feeds, and no others', () => {
    const links = [
      '/rss/world',
      'feed:https://a.example/x',
      '/?format=rss',
      'https://a.example/atom.xml',
      '/feedback',
      '/brass',
      '#rss',
    ];
    const page = links.map((href) => `<a href="${href}">x</a>`).join('');
    expect(feedsOfPage(page, url).linked).toEqual([
      'https://site.example/rss/world',
      'https://site.example/?format=rss',
      'https://a.example/atom.xml',
    ]);
  });

  it.each([
    '<',
    '<a>',
    '</a>',
    '<div>',
    '<link rel="alternate" href="',
    '<a href="/rss/1">',
    '<base href="/a/">',
    '&amp;',
    '<!--',
    '<svg>',
    '<p>',
    'rss ',
  ])('are read in a moment where it is %j over and over', async (piece) => {
    const page = hostileText(piece, 1_000_000);
    const [, seconds] = await processorTime(() => feedsOfPage(page, url));
    expect(seconds).toBeLessThan(2);
  });
});

describe('where a feed may be', () => {
  it('is below the page, then below the site', () => {
    expect(customaryPlaces('https://a.example/world/').slice(0, 3)).toEqual([
      'https://a.example/world/feed',
      'https://a.example/feed',
      'https://a.example/rss',
    ]);
  });

  it('is told by robots.txt, sitemaps for news first', () => {
    const robots =
      'User-agent: *\r\nSitemap: https://a.example/all.xml\r\nSITEMAP :https://a.example/news.xml\rsitemap: nowhere\nSitemap:';
    expect(sitemapsOf(robots)).toEqual(['https://a.example/news.xml', 'https://a.example/all.xml']);
  });
});
