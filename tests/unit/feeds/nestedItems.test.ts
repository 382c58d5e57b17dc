import { describe, expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

const read = async (xml: string) => {
  const feed = await parseFeedDocument(Buffer.from(xml), { url: null, contentType: null });
  if (feed.kind !== 'feed') return [];
  return feed.items.map(({ title, link, summary, contentText }) => [title, link, summary ?? contentText]);
};
const rss = (items: string, end = '</channel></rss>') => read(`<rss><channel><title>c</title>${items}${end}`);

describe('an item in the text of another belongs to it', () => {
  it('as the content of an Atom entry', async () => {
    const entry = (inside: string) => `<entry><id>urn:a</id><title>A</title>${inside}</entry>`;
    const content = `<content type="application/atom+xml;type=entry">${entry('<link href="https://in.example/"/>')}</content>`;
    const last = '<entry><id>urn:z</id><title>Z</title></entry>';
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom">${entry(`${content}<link href="https://out.example/"/>`)}${last}</feed>`;
    expect(await read(feed)).toEqual([
      ['A', 'https://out.example/', null],
      ['Z', null, null],
    ]);
  });

  it('as elements of a description that was not escaped', async () => {
    const list = 'Shut: <ul><item>the port</item><item>the mole</item></ul> till noon';
    const feed = await rss(
      `<item><description>${list}</description><title>A</title></item><item><title>B</title></item>`,
    );
    expect(feed.map(([title]) => title)).toEqual(['A', 'B']);
    expect(feed[0]?.[2]?.replace(/\s+/g, ' ')).toBe('Shut: the port the mole till noon');
  });
});

it('an item right inside another is an article beside it, which goes on behind', async () => {
  const inner = '<item><title>B</title><link>https://b.example/</link></item>';
  const feed = await rss(
    `<item><title>A</title>${inner}<link>https://a.example/</link></item><item><title>C</title></item>`,
  );
  expect(feed.map(([title, link]) => [title, link])).toEqual([
    ['A', 'https://a.example/'],
    ['B', 'https://b.example/'],
    ['C', null],
  ]);
});

describe('an item that was broken off before the next is an article all the same', () => {
  it.each([
    ['in its title', '<item><link>https://a.example/</link><title>A'],
    ['in what we do not read', '<item><link>https://a.example/</link><title>A</title><unknown>x'],
    ['between its elements', '<item><link>https://a.example/</link><title>A</title>'],
  ])('%s', async (_name, first) => {
    const rest = '<item><title>B</title></item><item><title>C</title></item>';
    for (const end of ['</channel></rss>', '']) {
      expect((await rss(first + rest, end)).map(([title]) => title)).toEqual(['A', 'B', 'C']);
    }
  });
});
