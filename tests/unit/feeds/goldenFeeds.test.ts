import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';

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
