import { afterAll, expect, it } from 'vitest';
import { createThreadedReader } from '../../../src/adapters/pages/threadedReader.ts';
import { processorTime } from '../../support/processorTime.ts';
import { silentLog } from '../../support/silentLog.ts';

const reader = createThreadedReader({ log: silentLog });
afterAll(() => reader.close());

const never = new AbortController().signal;
const read = (html: string) => reader.read({ bytes: Buffer.from(html), contentType: 'text/html' }, never);
const paragraphs =
  '<p>The ministry said on Friday that 26 people were killed, and at least 40 wounded, in the city.</p>'.repeat(9);

const megabytes5 = 5_000_000;
const filled = (piece: string, chars = megabytes5) => piece.repeat(Math.floor(chars / piece.length));

it.each([
  ['100,000 elements deep', '<div>'.repeat(100_000) + paragraphs],
  ['deep in unclosed links', filled('<a href=x>a, b ')],
  ['as deep as is read, over and over', ('<div>'.repeat(199) + paragraphs + '</div>'.repeat(199)).repeat(200)],
  ['of 5 MB of attributes', `<div ${filled('aaaa=x ')}>${paragraphs}</div>`],
  ['of one attribute of 5 MB', `<div class="${filled('ad ')}">${paragraphs}</div>${paragraphs}`],
  ['of 5 MB of scripts', `<script>${filled('x</scrip')}</script>${paragraphs}`],
  ['of nothing but scripts', filled('<script>while(true){}</script>')],
  ['of 5 MB of "<"', filled('<')],
  ['of 5 MB of entities', `<p>${filled('&amp;')}</p>`],
  ['of 5 MB of ends', filled('</div>')],
  ['of a title of 5 MB', `<title>${filled('a | b - ')}</title>${paragraphs}`],
  ['of one paragraph of 5 MB', `<p>${filled('word, ')}</p>`],
  ['of fifty thousand links', filled('<a href=x>some text, here</a> ', 1_400_000) + paragraphs],
  ['of tables in tables', filled('<table><tr><td>a, b') + paragraphs],
  ['of nothing', ''],
  ['of zero bytes', '\u0000'.repeat(1_000_000)],
])('a page %s ends in time and leaves the thread to the next one', async (_name, html) => {
  const [, seconds] = await processorTime(() => read(html));
  expect(seconds).toBeLessThan(8);
  expect(await read(paragraphs)).toMatchObject({ kind: 'text' });
});

it('gives up a page that takes too long, or is broken off, and reads the next', async () => {
  const hurried = createThreadedReader({ log: silentLog, withinMs: 1 });
  expect(await hurried.read({ bytes: Buffer.from(paragraphs), contentType: null }, never)).toMatchObject({
    kind: 'none',
    reason: expect.stringContaining('within 1 ms'),
  });
  await hurried.close();
  expect(await reader.read({ bytes: Buffer.from(paragraphs), contentType: null }, AbortSignal.abort())).toMatchObject({
    kind: 'none',
  });
});
