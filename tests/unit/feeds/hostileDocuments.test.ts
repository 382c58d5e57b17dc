import { describe, expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { processorTime } from '../../support/processorTime.ts';

const rss = (items: string, type = '') => `${type}<rss version="2.0"><channel><title>W</title>${items}</channel></rss>`;
const item = (text: string) => `<item><guid>1</guid><title>One</title><description>${text}</description></item>`;
const names = [...'abcdefghijk'];

/** Each entity is ten of the one before: the last would be ten billion times the first. */
const laughs = (first: string) =>
  `<!DOCTYPE rss [<!ENTITY a "${first}">${names
    .slice(1)
    .map((name, at) => `<!ENTITY ${name} "${`&${names[at]};`.repeat(10)}">`)
    .join('')}]>`;
const longEntity = `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(100_000)}">]>`;
const chain = Array.from({ length: 50_000 }, (_, at) => `<!ENTITY e${at} "&e${at - 1};x">`).join('');
const json = (items: string) => `{"version":"https://jsonfeed.org/version/1.1","title":"W","items":[${items}]}`;

/** Processor time of one document, seconds. It ends within two; a machine that does much else takes its time, too. */
const mostSeconds = 4;
/** What declared entities may add. */
const mostGrowth = 500_000;

const documents: readonly (readonly [string, string])[] = [
  ['a billion laughs', rss(item('&k;'), laughs('lol'))],
  ['a billion of nothing', rss(item('&k;'), laughs(''))],
  ['a long entity a hundred thousand times', rss(item('&a;'.repeat(100_000)), longEntity)],
  ['entities defined by each other', rss(item('&e49999;'), `<!DOCTYPE rss [${chain}]>`)],
  ['an entity defined by itself', rss(item('&a;'), '<!DOCTYPE rss [<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">]>')],
  ['a document type without an end', `<!DOCTYPE rss [${'<!ENTITY '.repeat(500_000)}`],
  ['a document type of quotes', `<!DOCTYPE rss [${`"'`.repeat(2_000_000)}`],
  ['elements nested a hundred thousand deep', rss(item('<a>'.repeat(100_000) + '</a>'.repeat(100_000)))],
  ['HTML nested a hundred thousand deep', rss(item('&lt;div&gt;&lt;form&gt;'.repeat(100_000)))],
  ['a hundred and fifty open elements and a million ends of others', rss('<a>'.repeat(149) + '</x>'.repeat(1_000_000))],
  ['bare ampersands', rss(item('&'.repeat(5_000_000)))],
  ['a title of ampersands', rss(`<item><title>${'&amp;'.repeat(1_000_000)}</title></item>`)],
  ['endless attributes', rss(`<item ${Array.from({ length: 300_000 }, (_, at) => `a${at}="${at}"`).join(' ')}/>`)],
  ['an endless attribute', rss(`<item a="${'&lt;'.repeat(1_000_000)}"/>`)],
  ['endless namespaces', rss('<item xmlns:a="b" xmlns:c="d"><a:b>'.repeat(50_000))],
  ['one text of ten million letters', rss(item('word '.repeat(2_000_000)))],
  ['white space', rss(item('\n '.repeat(3_000_000)))],
  ['sections that are opened and never closed', rss(item('<![CDATA['.repeat(500_000)))],
  ['comments that are opened and never closed', rss(item('<!--'.repeat(1_000_000)))],
  ['empty items by the hundred thousand', rss('<item/>'.repeat(200_000))],
  ['items without an end', rss('<item><title>a'.repeat(50_000))],
  ['hundreds of thousands of fields', rss(`<item>${'<link>a</link>'.repeat(300_000)}`)],
  ['a page of unfinished links', `<!doctype html>${'<link '.repeat(1_000_000)}`],
  ['a list of unfinished sitemaps', `<sitemapindex>${'<loc>'.repeat(1_000_000)}`],
  ['zero bytes', '\0'.repeat(3_000_000)],
  ['brackets', `{"items":${'['.repeat(3_000_000)}`],
  ['a JSON Feed of millions of nothings', json(`${'[],'.repeat(2_000_000)}[]`)],
  ['a JSON Feed that nests', json(`{"id":"1","a":${'{"a":'.repeat(500_000)}`)],
];

describe('no document holds the reader up', () => {
  it.each(documents)('%s', async (_name, document) => {
    const bytes = Buffer.from(document);
    const source = { url: 'https://example.org/feed', contentType: null };
    const [read, seconds] = await processorTime(() => parseFeedDocument(bytes, source));
    expect(seconds).toBeLessThan(mostSeconds);
    const texts =
      read.kind === 'feed' ? read.items.flatMap((each) => [each.title, each.summary ?? '']) : [read.message];
    expect(texts.every((text) => text.length <= document.length + mostGrowth)).toBe(true);
    expect(texts.filter((text) => text.length > 1_000_000).length).toBeLessThanOrEqual(1);
  });

  it('however many entities: what they add in all is bounded', async () => {
    const document = rss(item('&a;'.repeat(100)).repeat(50), longEntity);
    const read = await parseFeedDocument(Buffer.from(document), { url: null, contentType: null });
    const lengths = read.kind === 'feed' ? read.items.map(({ summary }) => summary?.length ?? 0) : [];
    expect(lengths).toHaveLength(50);
    expect(lengths.reduce((a, b) => a + b)).toBeLessThanOrEqual(mostGrowth + 100_000);
  });

  it('and an external entity is never read', async () => {
    const type = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://127.0.0.1/"> %b;]>';
    const read = await parseFeedDocument(Buffer.from(rss(item('[&a;]'), type)), { url: null, contentType: null });
    expect(read).toMatchObject({ kind: 'feed', items: [{ summary: '[]' }] });
  });
});
