import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

interface Written {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly at: Date;
}

const words = fc
  .array(
    fc.constantFrom(
      'Tariffs',
      'rise',
      'к',
      'Актау',
      'тұрғындары',
      '18%',
      '“now”',
      'A & B',
      '4 < 5',
      "it's",
      '#1;',
      '🚢',
    ),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((each) => each.join(' '));
const item: fc.Arbitrary<Written> = fc.record({
  id: fc.stringMatching(/^[a-z\d]{1,12}$/),
  title: words,
  text: words,
  at: fc.date({ min: new Date('1971-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
});

/** A text as it stands in HTML, and a text or HTML as it stands in XML. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const cdata = (html: string) => `<![CDATA[${html.replaceAll(']]>', ']]&gt;')}]]>`;

const rssItem = ({ id, title, text, at }: Written) =>
  `<item><guid isPermaLink="false">${id}</guid><title>${escaped(escaped(title))}</title>
   <description>${cdata(escaped(text))}</description><pubDate>${at.toUTCString()}</pubDate></item>`;
const atomEntry = (prefix: string) => {
  const tag = (name: string, text: string, attributes = '') =>
    `<${prefix}${name}${attributes}>${text}</${prefix}${name}>`;
  return ({ id, title, text, at }: Written) =>
    tag(
      'entry',
      [tag('id', id), tag('title', escaped(title)), tag('published', at.toISOString())].join('') +
        tag('summary', escaped(escaped(text)), ' type="html"'),
    );
};
const atom = 'http://www.w3.org/2005/Atom';

/** How each format writes a list of items. */
const formats: Readonly<Record<string, (items: readonly Written[]) => string>> = {
  RSS: (items) => `<rss version="2.0"><channel><title>W</title>${items.map(rssItem).join('\n')}</channel></rss>`,
  'RSS without end tags': (items) =>
    `<rss><channel>${items.map(rssItem).join('').replaceAll('</item>', '')}</channel></rss>`,
  Atom: (items) => `<?xml version="1.0"?><feed xmlns="${atom}">${items.map(atomEntry('')).join('')}</feed>`,
  'Atom under a prefix': (items) => `<x:feed xmlns:x="${atom}">${items.map(atomEntry('x:')).join('')}</x:feed>`,
  'JSON Feed': (items) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      items: items.map(({ id, title, text, at }) => ({
        id,
        title: escaped(title),
        summary: escaped(text),
        date_published: at.toISOString(),
      })),
    }),
};

const toTheSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);

it.each(Object.keys(formats))('whatever is written as %s is read back', async (format) => {
  await fc.assert(
    fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (items) => {
      const read = await parseFeedDocument(Buffer.from(formats[format]?.(items) ?? ''), {
        url: null,
        contentType: null,
      });
      const got = read.kind === 'feed' ? read.items : [];
      expect(
        got.map(({ guid, title, summary, publishedAt }) => [
          guid,
          title,
          summary,
          toTheSecond(publishedAt ?? new Date(0)),
        ]),
      ).toEqual(items.map(({ id, title, text, at }) => [id, title, text, toTheSecond(at)]));
    }),
    { numRuns: 100 },
  );
});

it('a feed cut off anywhere keeps its whole items, and no bytes throw', async () => {
  const cut = fc.tuple(
    fc.array(item, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('RSS', 'Atom'),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  await fc.assert(
    fc.asyncProperty(cut, async ([items, format, share]) => {
      const document = formats[format]?.(items) ?? '';
      const bytes = Buffer.from(document.slice(0, Math.floor(document.length * share)));
      const whole = bytes.toString().split(/<\/(?:item|entry)>/).length - 1;
      const read = await parseFeedDocument(bytes, { url: null, contentType: null });
      const got = read.kind === 'feed' ? read.items.map(({ guid }) => guid) : [];
      expect(got.slice(0, whole)).toEqual(items.slice(0, whole).map(({ id }) => id));
    }),
    { numRuns: 200 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      expect(['feed', 'failed']).toContain((await parseFeedDocument(bytes, { url: null, contentType: null })).kind);
    }),
  );
});
