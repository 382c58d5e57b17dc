import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../../../src/adapters/documents/plainText.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

const read = (
  document: string | Uint8Array,
  contentType: string | null = null,
  url: string | null = 'https://example.org/rss',
) => parseFeedDocument(typeof document === 'string' ? Buffer.from(document) : document, { url, contentType });

async function itemsOf(document: string | Uint8Array, contentType: string | null = null) {
  const parsed = await read(document, contentType);
  if (parsed.kind === 'failed') throw new Error(parsed.message);
  return parsed.items;
}

const rss = (items: string, head = '') =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://example.org/</link>${head}${items}</channel></rss>`;

describe('a feed is read', () => {
  it('RSS, with entities, CDATA, relative links, source and enclosure', async () => {
    const [item] = await itemsOf(
      rss(
        `<item><title>A &amp; B&nbsp;&mdash; <![CDATA[<b>C</b>]]></title><link>/a?x=1&y=2</link><guid isPermaLink="false">g1</guid>
         <pubDate>Thu, 06 Jan 2022 14:30:00 MSK</pubDate><description>&lt;p&gt;One&lt;/p&gt;&lt;script&gt;x&lt;/script&gt;Two</description>
         <source url="https://other.example/rss">Other</source><enclosure url="/a.mp3" type="audio/mpeg" length="12"/></item>`,
        '<language>en-GB</language>',
      ),
    );
    expect(item).toEqual({
      guid: 'g1',
      link: 'https://example.org/a?x=1&y=2',
      title: 'A & B — C',
      summary: 'One\nTwo',
      contentText: null,
      author: null,
      outlet: { name: 'Other', domain: 'other.example' },
      publishedAt: new Date('2022-01-06T11:30:00Z'),
      publishedOffsetMinutes: 180,
      updatedAt: null,
      lang: 'en',
      enclosures: [{ url: 'https://example.org/a.mp3', type: 'audio/mpeg', lengthBytes: 12 }],
    });
  });

  it('Atom, though one of its dates is none', async () => {
    const items = await itemsOf(
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>1</id><title>One</title><link href="https://example.org/1"/>
       <updated>yesterday</updated></entry><entry><id>2</id><title>Two</title><updated>2022-01-06T10:00:00+06:00</updated></entry></feed>`,
    );
    expect(items.map(({ title, publishedAt, updatedAt }) => [title, publishedAt, updatedAt])).toEqual([
      ['One', null, null],
      ['Two', new Date('2022-01-06T04:00:00Z'), new Date('2022-01-06T04:00:00Z')],
    ]);
  });

  it('RDF and JSON Feed', async () => {
    const rdf = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel><title>R</title></channel><item rdf:about="https://example.org/r"><title>Rdf</title><link>https://example.org/r</link><dc:date>2022-01-06</dc:date></item></rdf:RDF>`;
    expect((await itemsOf(rdf))[0]).toMatchObject({ title: 'Rdf', publishedAt: new Date('2022-01-06T00:00:00Z') });
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [{ id: 7, url: '/j', title: 'Json', content_html: '<p>x</p>' }],
    });
    expect((await itemsOf(json))[0]).toMatchObject({
      guid: '7',
      link: 'https://example.org/j',
      title: 'Json',
      contentText: 'x',
    });
  });
});

it('asks rss-parser where our own reader finds no items', async () => {
  const [item] = await itemsOf(
    rss('<item xmlns="http://www.w3.org/1999/xhtml"><title>A &amp; B</title><link>/a</link><guid>1</guid></item>'),
  );
  expect(item).toMatchObject({ guid: '1', title: 'A & B', link: 'https://example.org/a' });
});

it('reads past a prolog that has no end, and what stands before it', async () => {
  const feed = rss('<item><title>One</title></item>').replace('?>', '>');
  expect(await itemsOf(feed)).toHaveLength(1);
  expect(await itemsOf(`Warning: 1 < 2 in feed.php\n${rss('<item><title>One</title></item>')}`)).toHaveLength(1);
});

it('follows no link that runs something, and keeps one that counts from nowhere as it is written', async () => {
  const items = await itemsOf(
    rss(
      `<item><title>a</title><link>javascript:alert(1)</link></item>
       <item><title>b</title><link>&lt;![CDATA[https://example.org/b]]&gt;</link></item>
       <item><title>c</title><guid isPermaLink="False">https://example.org/c</guid></item>`,
    ),
  );
  expect(items.map(({ link }) => link)).toEqual([null, 'https://example.org/b', null]);
  const lost = await read('<rss><item><title>d</title><link>d.html</link></item></rss>', null, null);
  expect(lost).toMatchObject({ items: [{ link: 'd.html' }] });
});

it('tells the outlet of a Google News item by its source, else by the end of its title', async () => {
  const link = '<link>https://news.google.com/articles/1</link>';
  const items = await itemsOf(
    rss(
      `<item><title>Rates rise - Wire A</title>${link}<source url="https://a.example">Wire A</source></item>
       <item><title>Rates - again - fall - Wire B</title>${link}</item>`,
    ),
  );
  expect(items.map(({ title, outlet }) => [title, outlet.name, outlet.domain])).toEqual([
    ['Rates rise - Wire A', 'Wire A', 'a.example'],
    ['Rates - again - fall - Wire B', 'Wire B', null],
  ]);
});

describe('what is no feed says what it is', () => {
  it.each([
    ['', 'empty'],
    ['hello', 'neither XML nor JSON'],
    [
      '<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head></html>',
      'https://example.org/feed',
    ],
    [
      '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><link rel="alternate" type="application/atom+xml" href="/a?b=1&amp;c=2"/></head></html>',
      'HTML page, not a feed; the page names https://example.org/a?b=1&c=2',
    ],
    [
      '<sitemapindex><sitemap><loc>https://example.org/news.xml</loc></sitemap></sitemapindex>',
      'names https://example.org/news.xml',
    ],
    ['<urlset><url><loc>https://example.org/</loc></url></urlset>', 'not one of news'],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', 'neither RSS nor RDF nor Atom'],
    ['{"a":1}', 'no JSON Feed'],
    ['{"a":', 'JSON is broken'],
    ['<rss version="2.0"><channel><title>x', 'broken'],
  ])('%s', async (document, words) => {
    const parsed = await read(document);
    expect(parsed.kind === 'failed' && parsed.message).toContain(words);
  });

  it('and nothing throws', async () => {
    const piece = fc.constantFrom(
      '<rss version="2.0">',
      '<channel>',
      '<item>',
      '</item>',
      '<title>',
      '&',
      '&amp;',
      '<![CDATA[',
      ']]>',
      '<feed>',
      '<entry>',
      '{',
      '\u0000',
      'x',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        expect(['feed', 'failed']).toContain((await read(pieces.join(''))).kind);
      }),
      { numRuns: 300 },
    );
  });
});

it('shows of HTML what a reader sees', () => {
  expect(plainText('<p>One &amp; <b>two</b></p><style>p{}</style><ul><li>three<li>four</ul>')).toBe(
    'One & two\nthree\nfour',
  );
});
