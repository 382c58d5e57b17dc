import { expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

const read = async (inside: string) => {
  const xml = `<rss><channel><title>c</title><item>${inside}</item></channel></rss>`;
  const feed = await parseFeedDocument(Buffer.from(xml), { url: null, contentType: null });
  return feed.kind === 'feed' ? feed.items[0] : undefined;
};

it.each([
  ['pictures', (at: number) => `<media:content url="https://photo.example/${at}.png"/>`],
  ['names of authors', (at: number) => `<author><n${at}>x</n${at}></author>`],
])('an item keeps its title and its link behind hundreds of %s', async (_name, element) => {
  const many = Array.from({ length: 900 }, (_, at) => element(at)).join('');
  const item = await read(`${many}<title>Behind them all</title><link>https://photo.example/page</link>`);
  expect(item).toMatchObject({ title: 'Behind them all', link: 'https://photo.example/page' });
});

it('and no more than some hundreds of them', async () => {
  const many = Array.from({ length: 900 }, (_, at) => `<enclosure url="https://photo.example/${at}.png"/>`).join('');
  expect((await read(many))?.enclosures).toHaveLength(500);
});
