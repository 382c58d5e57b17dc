import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import type { FeedHeader } from '../../../src/domain/feeds/feed.ts';

/** Each case is a document, `input.xml` or `input.json`, and what is to be read of it, `output.json`. */
const folder = join(import.meta.dirname, '../../fixtures/feeds');

it.each(readdirSync(folder))('reads all of %s', async (name) => {
  const input = readdirSync(join(folder, name)).find((file) => file.startsWith('input.')) ?? '';
  const read = await parseFeedDocument(readFileSync(join(folder, name, input)), {
    url: 'https://feeds.example/some/feed',
    contentType: null,
  });
  const expected = JSON.parse(readFileSync(join(folder, name, 'output.json'), 'utf8'));
  expect(JSON.parse(JSON.stringify(read))).toEqual(expected);
});

/** A format that is added does not compile until it stands here. */
const formats: Readonly<Record<FeedHeader['format'], true>> = {
  rss: true,
  rdf: true,
  atom: true,
  json: true,
  sitemap: true,
};

it('has a case for every format', () => {
  const read = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name, 'output.json'), 'utf8')));
  const known = new Set(read.map(({ header }) => header?.format));
  expect(Object.keys(formats).filter((format) => !known.has(format))).toEqual([]);
});
