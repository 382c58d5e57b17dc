import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lenientJson } from '../../../src/adapters/feeds/lenientJson.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

const read = (json: string) => parseFeedDocument(Buffer.from(json), { url: null, contentType: null });
const itemsOf = async (json: string) => {
  const feed = await read(json);
  return feed.kind === 'feed' ? feed.items : [];
};
const feed = (items: string) => `{"version":"https://jsonfeed.org/version/1.1","title":"Quay","items":[${items}]}`;

describe('a broken JSON Feed is read as far as it goes', () => {
  const first = '{"id":"7","url":"https://quay.example/7","title":"Seven","content_text":"Seven ships"}';
  const second = '{"id":"8","title":"Eight","content_text":"Eight ships';

  it.each([
    ['with commas too many', feed(`${first.replace('}', ',}')},${second}",},`), ['Seven', 'Eight']],
    ['without a comma', feed(`${first.replace(',"title"', ' "title"')} ${second}"}`), ['Seven', 'Eight']],
    [
      'with a raw line break',
      feed(`${first},${second.replace('Eight ships', 'Eight\nships\tsunk')}"}`),
      ['Seven', 'Eight'],
    ],
    [
      'with an escape that is none',
      feed(`${first},${second.replace('Eight ships', "Eight\\' ships")}"}`),
      ['Seven', 'Eight'],
    ],
    ['with a zero before a number', feed(`${first.replace('"7",', '07,')},${second}"}`), ['Seven', 'Eight']],
    ['cut off in a text', `{"title":"Quay","items":[${first},${second}`, ['Seven', 'Eight']],
    ['cut off behind an id', `{"title":"Quay","items":[${first},{"id":"8","url":"https://quay.example/8`, ['Seven']],
    ['cut off between items', `{"title":"Quay","items":[${first},`, ['Seven']],
    ['with a fault of another kind', feed(`${first},{"id":"8","title":nobody},${first}`), ['Seven']],
  ])('%s', async (_name, json, titles) => {
    expect((await itemsOf(json)).map(({ title }) => title)).toEqual(titles);
  });

  it('but one without an item is broken', async () => {
    expect(await read('{"version":"https://jsonfeed.org/version/1.1","items":[')).toMatchObject({ kind: 'failed' });
  });

  it('and what is whole is read as it is', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        expect(lenientJson(json)).toEqual({ value: JSON.parse(json), isWhole: true });
      }),
    );
  });

  it('and nothing that is made of its characters throws', () => {
    const characters = fc.constantFrom(...'{}[]",:\\-.0159eEu ', 'true', 'null', '"a"', '\n');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 40 }), (pieces) => {
        expect(lenientJson(pieces.join('')).isWhole).toBeTypeOf('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  it('and no piece of it throws', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, length) => {
        expect(lenientJson(json.slice(0, length % json.length)).isWhole).toBeTypeOf('boolean');
      }),
    );
  });
});

describe('JSON of odd shape is read as it is meant', () => {
  it.each([
    ['one author instead of a list', '"authors":{"name":"Dana"}', { author: 'Dana' }],
    ['only names of authors', '"authors":["Dana","Aru"]', { author: 'Dana' }],
    ['only the name of the author', '"author":"Dana"', { author: 'Dana' }],
    ['authors that are none', '"authors":7', { author: null }],
    ['seconds for a date', '"date_published":1646989500', { publishedAt: new Date('2022-03-11T09:05:00Z') }],
    ['milliseconds for a date', '"date_published":1646989500000', { publishedAt: new Date('2022-03-11T09:05:00Z') }],
    ['zero for a date', '"date_published":0', { publishedAt: null }],
    [
      'the day of the change alone',
      '"date_modified":"2022-03-11T15:05:00+06:00"',
      { publishedAt: new Date('2022-03-11T09:05:00Z'), publishedOffsetMinutes: 360 },
    ],
    [
      'both days',
      '"date_published":"2022-03-10T09:05:00Z","date_modified":"2022-03-11T09:05:00Z"',
      { publishedAt: new Date('2022-03-10T09:05:00Z'), updatedAt: new Date('2022-03-11T09:05:00Z') },
    ],
    [
      'HTML without a text',
      '"content_html":"<img src=a.png>","content_text":"Nine ships"',
      { contentText: 'Nine ships' },
    ],
    ['HTML beside a text', '"content_html":"<p>Ten ships</p>","content_text":"Ten"', { contentText: 'Ten ships' }],
  ])('%s', async (_name, members, expected) => {
    expect((await itemsOf(feed(`{"id":"1","title":"T",${members}}`)))[0]).toMatchObject(expected);
  });
});
