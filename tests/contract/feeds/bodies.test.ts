import type { ServerResponse } from 'node:http';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dripping, drip } from '../../support/dripping.ts';
import { type FeedFetching, openFeedFetching } from '../../support/feedFetching.ts';
import { processorTime } from '../../support/processorTime.ts';

let fetching: FeedFetching;
beforeAll(async () => {
  fetching = await openFeedFetching();
});
afterAll(() => fetching.close());

const rss = `<rss version="2.0"><channel><title>T</title>${'<item><guid>1</guid><title>One</title></item>'.repeat(20)}</channel></rss>`;
const atom = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title></feed>\n';
const packed = gzipSync(rss);

const sending = (bytes: string | Buffer, coding?: string) => (response: ServerResponse) =>
  response.writeHead(200, coding === undefined ? {} : { 'content-encoding': coding }).end(bytes);
/** Says that more is to come, and breaks the connection. */
const breakingAfter =
  (bytes: string | Buffer, coding = 'identity') =>
  (response: ServerResponse) =>
    response
      .writeHead(200, { 'content-encoding': coding, 'content-length': 1_000_000 })
      .write(bytes, () => setTimeout(() => response.destroy(), 20));

describe('a document is read', () => {
  it.each([
    ['gzip', packed, 'gzip'],
    ['gzip by its old name', packed, 'x-gzip'],
    ['gzip in capitals, after identity', packed, 'Identity, GZip'],
    ['gzip in two members', Buffer.concat([gzipSync(rss.slice(0, 50)), gzipSync(rss.slice(50))]), 'gzip'],
    ['gzip with something after it', Buffer.concat([packed, Buffer.from('\0\0 junk')]), 'gzip'],
    ['gzip without its last bytes', packed.subarray(0, -6), 'gzip'],
    ['gzip that no header tells of', packed, undefined],
    ['plain bytes under the name of gzip', rss, 'gzip'],
    ['deflate in the zlib format', deflateSync(rss), 'deflate'],
    ['deflate without it', deflateRawSync(rss), 'deflate'],
    ['stored deflate without it', deflateRawSync(rss, { level: 0 }), 'deflate'],
    ['brotli', brotliCompressSync(rss), 'br'],
  ])('from %s', async (_, bytes, coding) => {
    expect(await fetching.fetch(sending(bytes, coding))).toMatchObject({ kind: 'document' });
  });

  it('though the connection breaks behind its last tag', async () => {
    const utf16 = Buffer.from(`\ufeff${rss}\n`, 'utf16le');
    for (const bytes of [rss, atom, utf16, '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[]}']) {
      expect(await fetching.fetch(breakingAfter(bytes))).toMatchObject({ kind: 'document' });
    }
    expect(await fetching.fetch(breakingAfter(packed, 'gzip'))).toMatchObject({ kind: 'document' });
  });
});

describe('a document is not read', () => {
  it.each([
    ['twice packed', gzipSync(packed), 'gzip, gzip', 'undecodable', '"gzip, gzip"'],
    ['packed as nobody asked', rss, 'zstd', 'undecodable', '"zstd"'],
    ['that breaks within its compression', packed.subarray(0, 60), 'gzip', 'undecodable', 'compression'],
    [
      'whose compression is damaged',
      Buffer.concat([packed.subarray(0, 40), Buffer.alloc(400, 1)]),
      'gzip',
      'undecodable',
      'compression',
    ],
    ['with damaged brotli', Buffer.alloc(400, 255), 'br', 'undecodable', 'compression'],
    ['with nothing in it', '', undefined, 'empty', 'an empty body'],
    ['with nothing in it, packed', gzipSync(''), 'gzip', 'empty', 'an empty body'],
  ])('%s', async (_, bytes, coding, reason, words) => {
    const outcome = await fetching.fetch(sending(bytes, coding));
    expect(outcome).toMatchObject({ kind: 'failed', reason, message: expect.stringContaining(words) });
  });

  it('when the connection breaks in its middle', async () => {
    for (const bytes of [rss.slice(0, -10), `${rss.slice(0, 300)} `]) {
      expect(await fetching.fetch(breakingAfter(bytes))).toMatchObject({ kind: 'failed', reason: 'connection' });
    }
  });

  it('when it drips, packed or not, for longer than it may take; and the host’s connection is free again', async () => {
    for (const coding of ['identity', 'gzip']) {
      let dripping: Dripping | undefined;
      const outcome = await fetching.fetch(
        (response) => {
          response.writeHead(200, { 'content-encoding': coding });
          dripping = drip(response, coding === 'gzip' ? packed : Buffer.from(rss), 75, 20);
        },
        { timeoutMs: 300 },
      );
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
      expect(await dripping?.missed).toBeGreaterThan(0);
      expect(await fetching.fetch(sending(rss))).toMatchObject({ kind: 'document' });
    }
  });

  it('of 500 MB, packed into half a megabyte: it ends early, in little memory', async () => {
    const member = gzipSync(Buffer.alloc(10_000_000));
    const bombs = {
      gzip: Buffer.concat(Array.from({ length: 50 }, () => member)),
      deflate: deflateSync(Buffer.alloc(50_000_000)),
      br: brotliCompressSync(Buffer.alloc(50_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
    };
    const before = process.memoryUsage().rss;
    for (const [coding, bomb] of Object.entries(bombs)) {
      const [outcome, seconds] = await processorTime(() =>
        fetching.fetch(sending(bomb, coding), { maxBytes: 10_000_000 }),
      );
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'too-large' });
      expect(seconds).toBeLessThan(2);
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});
