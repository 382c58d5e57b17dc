import { describe, expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { namedByList } from '../../../src/domain/articles/namedByList.ts';

const feed = { name: 'Steppe Wire (world)', url: 'https://feeds.steppe-wire.example/world.xml' };

async function outletOf(channel: string, item: string, listed = feed): Promise<string | undefined> {
  const document = `<rss version="2.0"><channel>${channel}<item><guid>1</guid><title>Fire in Aktau</title>${item}</item></channel></rss>`;
  const parsed = await parseFeedDocument(Buffer.from(document), { url: listed.url, contentType: null });
  if (parsed.kind === 'failed') throw new Error(parsed.message);
  const [only] = parsed.items;
  return only === undefined ? undefined : namedByList(only, parsed.header.title, listed).outlet.name;
}

const link = '<link>https://steppe-wire.example/1</link>';

describe('an article is shown under the name that the list gives its feed', () => {
  it.each([
    ['the title of the document', '<title>SteppeWire.kz :: RSS</title>', link],
    ['a host, where the document has no title', '', link],
    ['a host, where it has only an address', '<link>https://steppe-wire.example/</link>', ''],
  ])('instead of %s', async (_, channel, item) => {
    expect(await outletOf(channel, item)).toBe('Steppe Wire (world)');
  });

  it('but not where the item names its own source', async () => {
    const source = '<source url="https://kaztv.example/rss">Kaz TV</source>';
    expect(await outletOf('<title>Top news</title>', link + source)).toBe('Kaz TV');
  });

  it('but not where the list gives no name', async () => {
    const listed = { name: 'feeds.steppe-wire.example', url: feed.url };
    expect(await outletOf('<title>SteppeWire.kz</title>', link, listed)).toBe('SteppeWire.kz');
  });
});
