import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { discoverFeeds } from '../../../src/adapters/discovery/discoverFeeds.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { createHttpPageSource } from '../../../src/adapters/pages/httpPageSource.ts';
import { createRobots } from '../../../src/adapters/pages/robots.ts';
import { createThreadedReader, type ThreadedReader } from '../../../src/adapters/pages/threadedReader.ts';
import { createHub } from '../../../src/adapters/websub/httpHub.ts';
import { type FeedFetching, openFeedFetching } from '../../support/feedFetching.ts';
import { articlePage } from '../../support/pageServer.ts';
import { type RawServer, startRawServer } from '../../support/rawServer.ts';
import { silentLog } from '../../support/silentLog.ts';

let server: RawServer;
let fetching: FeedFetching;
beforeAll(async () => {
  server = await startRawServer();
});
afterAll(() => server.close());
// What an agent has learned of a server is forgotten with it.
beforeEach(async () => {
  fetching = await openFeedFetching();
});
afterEach(() => fetching.close());

const rss = '<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>';
const length = `Content-Length: ${rss.length}`;
const chunk = `${rss.length.toString(16)}`;
const fetched = () => fetching.fetchFrom(`${server.origin}/feed`);
const lines = (...all: readonly string[]) => [...all, '', rss].join('\r\n');
const document = { kind: 'document', items: [{ title: 'One' }] };

describe('a response is read as browsers and curl read it', () => {
  it.each([
    ['with a header of 64 KB', lines('HTTP/1.1 200 OK', `X-Policy: ${'p'.repeat(65_500)}`, length)],
    ['with two equal lengths', lines('HTTP/1.1 200 OK', length, length)],
    ['with two equal lengths in one header', lines('HTTP/1.1 200 OK', `${length}, ${rss.length}`)],
    [
      'with a length beside chunks',
      `HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}\r\n${rss}\r\n0\r\n\r\n`,
    ],
    ['with a length that is no number', lines('HTTP/1.1 200 OK', 'Content-Length: unknown')],
    ['after 100 Continue', `HTTP/1.1 100 Continue\r\n\r\n${lines('HTTP/1.1 200 OK', length)}`],
    ['after 103 Early Hints', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${lines('HTTP/1.1 200 OK', length)}`],
    ['with bare line feeds', `HTTP/1.1 200 OK\nContent-Type: text/xml\n${length}\n\n${rss}`],
    ['with bare line feeds, up to the end', `HTTP/1.0 200 OK\nContent-Type: text/xml\n\n${rss}`],
    ['with bare line feeds around chunks', `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n${chunk}\n${rss}\n0\n\n`],
    [
      'with spaces behind the size of a chunk',
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}  \r\n${rss}\r\n0\r\n\r\n`,
    ],
    ['without a reason', lines('HTTP/1.1 200', length)],
    ['without a reason, with bare line feeds', `HTTP/1.1 200\n${length}\n\n${rss}`],
    ['by a version without a dot', lines('HTTP/2 200 OK', length)],
    ['with a space before the colon', lines('HTTP/1.1 200 OK', 'X-Powered-By : old', `Content-Length : ${rss.length}`)],
    ['with a folded header', lines('HTTP/1.1 200 OK', 'X-Policy: one', '  two', length)],
    ['with a line that is no header', lines('HTTP/1.1 200 OK', 'Warning here', length)],
    ['with a control in a header', lines('HTTP/1.1 200 OK', 'X-Odd: a\u0001b', length)],
    ['with something behind it', `${lines('HTTP/1.1 200 OK', length)}\r\n\r\nHTTP/1.1 500 No\r\n\r\n`],
    ['without a type', lines('HTTP/1.1 200 OK', length)],
    ['under the type of an image', lines('HTTP/1.1 200 OK', 'Content-Type: image/png', length)],
    ...['none', 'utf-8', 'UTF8', 'binary', 'identity', '8bit', 'text/xml'].map((coding) => [
      `coded as ${coding}`,
      lines('HTTP/1.1 200 OK', `Content-Encoding: ${coding}`, length),
    ]),
    ['plain under the name of brotli', lines('HTTP/1.1 200 OK', 'Content-Encoding: br', length)],
    ['plain under the name of deflate', lines('HTTP/1.1 200 OK', 'Content-Encoding: deflate', length)],
  ])('%s', async (_, response) => {
    server.answer(Buffer.from(response, 'latin1'));
    expect(await fetched()).toMatchObject(document);
  });

  it.each([
    ['brotli that no header tells of', '', brotliCompressSync(rss)],
    ['brotli under the name of utf-8', 'Content-Encoding: utf-8\r\n', brotliCompressSync(rss)],
    ['gzip under the name of none', 'Content-Encoding: none\r\n', gzipSync(rss)],
    ['gzip under the name of brotli', 'Content-Encoding: br\r\n', gzipSync(rss)],
  ])('though it is %s', async (_, coding, body) => {
    server.answer(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${coding}\r\n`), body]));
    expect(await fetched()).toMatchObject(document);
  });

  it('byte by byte', async () => {
    server.answer((socket) => {
      const bytes = Buffer.from(
        `HTTP/1.1 100 Continue\n\nHTTP/1.1 200\nTransfer-Encoding: chunked\n\n${chunk}\n${rss}\n0\n\n`,
      );
      const next = (at: number) =>
        at === bytes.length ? socket.end() : socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      socket.setNoDelay(true);
      next(0);
    });
    expect(await fetched()).toMatchObject(document);
  });

  it('with its validators, its redirects and its status', async () => {
    server.answer((socket, request) => {
      if (request.startsWith('GET /feed ')) return socket.end('HTTP/1.1 301 \nLocation: /new\n\n');
      if (/^if-none-match: "1"/im.test(request)) return socket.end('HTTP/1.1 304\nETag: "1"\n\n');
      return socket.end(`HTTP/1.1 200\nETag: "1"\n\n${rss}`);
    });
    const first = await fetched();
    expect(first).toMatchObject({ ...document, memory: { etag: '"1"' }, permanentUrl: `${server.origin}/new` });
    if (first.kind !== 'document') return;
    expect(await fetching.fetchFrom(`${server.origin}/feed`, first.memory)).toMatchObject({ kind: 'unchanged' });
    server.answer('HTTP/1.1 404\n\nnot here');
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'not-found' });
    server.answer('HTTP/1.1 503\nRetry-After: 60\n\nlater');
    expect(await fetched()).toMatchObject({ kind: 'held', forSeconds: 60 });
  });

  it('though a kept connection ends without a word before the next request', async () => {
    server.answer((socket, request) =>
      request.startsWith('GET /feed ')
        ? socket.end('HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n')
        : socket.end(lines('HTTP/1.1 200 OK', length)),
    );
    expect(await fetched()).toMatchObject(document);
  });

  it('and once such a server is known, it is asked once', async () => {
    server.answer(`HTTP/1.1 200 OK\n\n${rss}`);
    await fetched();
    expect(server.requests).toHaveLength(2);
    await fetched();
    expect(server.requests).toHaveLength(3);
    expect(server.requests[2]).toMatch(
      /^GET \/feed HTTP\/1\.1\r\nhost: 127\.0\.0\.1:\d+\r\nuser-agent: Tocsin\/test\r\n/,
    );
  });
});

describe('what nobody can read stays an error', () => {
  it.each([
    [
      'two different lengths',
      lines('HTTP/1.1 200 OK', length, `Content-Length: ${rss.length - 20}`),
      'two different lengths',
    ],
    ['a page that is no HTTP', rss, 'not HTTP'],
    ['headers without an end', `HTTP/1.1 200 OK\n${'X-Odd: 1234567890\n'.repeat(10_000)}`, 'headers are too long'],
    ['one endless header', `HTTP/1.1 200 OK\nX-Odd: ${'1'.repeat(200_000)}`, 'headers are too long'],
    ['interim responses without an end', 'HTTP/1.1 100 Continue\n\n'.repeat(1000), 'never comes'],
    ['a chunk without a size', `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n${rss}`, 'no readable size'],
    ['headers that break off', 'HTTP/1.1 200 OK\nContent-Type: text/xml\n', 'the connection broke'],
    ['a body that breaks off', `HTTP/1.1 200 OK\n${length}\n\n${rss.slice(0, 60)}`, 'the connection broke'],
    [
      'chunks that break off',
      `HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n${chunk}\n${rss.slice(0, 60)}`,
      'the connection broke',
    ],
  ])('%s', async (_, response, words) => {
    server.answer(response);
    expect(await fetched()).toMatchObject({
      kind: 'failed',
      reason: 'connection',
      message: expect.stringContaining(words),
    });
  });

  it('zstd, which no header tells of', async () => {
    server.answer(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), Buffer.from('28b52ffd04006100', 'hex')]));
    expect(await fetched()).toMatchObject({ reason: 'undecodable', message: expect.stringContaining('zstd') });
  });

  it('a body that is too large, read leniently or unpacked unasked', async () => {
    server.answer(`HTTP/1.1 200 OK\n\n${'x'.repeat(200_000)}`);
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'too-large' });
    server.answer(
      Buffer.concat([Buffer.from('HTTP/1.1 200 OK\r\n\r\n'), brotliCompressSync(Buffer.alloc(20_000_000, '<a>'))]),
    );
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'too-large' });
  });

  it('one that never ends: it is left when its time is over', async () => {
    let closed: Promise<void> | undefined;
    server.answer((socket) => {
      closed = new Promise((resolve) => socket.once('close', () => resolve()));
      socket.write('HTTP/1.1 200 OK\n');
    });
    // The strict reader's complaint ends its connection at once; the lenient one waits for the rest.
    expect(await fetching.fetchFrom(`${server.origin}/feed`, { timeoutMs: 300 })).toMatchObject({ reason: 'timeout' });
    await closed;
  });

  it('what an odd server redirects to is guarded as ever', async () => {
    server.answer(`HTTP/1.1 302\nLocation: http://10.0.0.1/feed\n\n`);
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'address-refused' });
  });
});

describe('cookies for the length of one fetch', () => {
  const cookieOf = (request: string) => /^cookie: (.*)$/im.exec(request)?.[1]?.trim() ?? null;

  it('go back to the site whose redirects want them', async () => {
    server.answer((socket, request) => {
      if (request.startsWith('GET /check')) {
        return socket.end(
          'HTTP/1.1 302 Found\r\nSet-Cookie: seen=1; Path=/\r\nLocation: /feed\r\nConnection: close\r\n\r\n',
        );
      }
      if (cookieOf(request) === 'seen=1') return socket.end(lines('HTTP/1.1 200 OK', length));
      return socket.end('HTTP/1.1 302 Found\r\nLocation: /check\r\nConnection: close\r\n\r\n');
    });
    expect(await fetched()).toMatchObject(document);
    expect(server.requests.map(cookieOf)).toEqual([null, null, 'seen=1']);
    await fetched();
    expect(server.requests.slice(3).map(cookieOf)).toEqual([null, null, 'seen=1']);
  });

  it('also where the address redirects to itself', async () => {
    server.answer((socket, request) =>
      cookieOf(request) === null
        ? socket.end('HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /feed\r\nConnection: close\r\n\r\n')
        : socket.end(lines('HTTP/1.1 200 OK', length)),
    );
    expect(await fetched()).toMatchObject(document);
  });

  it('go nowhere else, and a circle stays one', async () => {
    const other = await startRawServer('127.0.0.2');
    other.answer(lines('HTTP/1.1 200 OK', length));
    server.answer(
      `HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d; Domain=example.org\r\nLocation: ${other.origin}/\r\nConnection: close\r\n\r\n`,
    );
    expect(await fetched()).toMatchObject(document);
    expect(other.requests.map(cookieOf)).toEqual([null]);
    await other.close();
    server.answer('HTTP/1.1 302 Found\r\nSet-Cookie: a=b\r\nLocation: /feed\r\nConnection: close\r\n\r\n');
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'redirect-loop' });
    expect(server.requests).toHaveLength(2);
  });

  it('that change with every response end at the limit of redirects', async () => {
    let count = 0;
    server.answer((socket) => {
      count++;
      socket.end(`HTTP/1.1 302 Found\r\nSet-Cookie: n=${count}\r\nLocation: /feed\r\nConnection: close\r\n\r\n`);
    });
    expect(await fetched()).toMatchObject({ kind: 'failed', reason: 'too-many-redirects' });
  });
});

describe('all that fetches reads so', () => {
  const never = new AbortController().signal;
  const userAgent = 'Tocsin/test';
  const clock = { now: () => new Date() };
  const agent = createGuardedAgent({ allowPrivateAddresses: ['127.0.0.0/8'], connectTimeoutMs: 2000 });
  let reader: ThreadedReader;
  beforeAll(() => {
    reader = createThreadedReader({ log: silentLog });
  });
  afterAll(() => Promise.all([agent.destroy(), reader.close()]));

  const article = articlePage(
    'Flood at the river',
    ...Array.from({ length: 5 }, (_, n) => `Paragraph ${n} says what the mayor, the police and the ministry agree on.`),
  );
  const readPage = async (head: string, robots = 'HTTP/1.1 404\n\n') => {
    server.answer((socket, request) =>
      socket.end(request.startsWith('GET /robots.txt') ? robots : `${head}\n\n${article}`),
    );
    const pages = createHttpPageSource({
      ...{ agent, userAgent, clock, read: reader.read },
      ...{ robots: createRobots({ agent, userAgent, clock }), holds: { heldUntil: async () => null } },
    });
    return (await pages.read(`${server.origin}/a`, 20_000, never)).outcome;
  };

  it('pages, also those without a readable type', async () => {
    for (const type of ['Content-Type: text/html', 'X-Type: none', 'Content-Type: html', 'Content-Type: */*']) {
      expect(await readPage(`HTTP/1.1 200\n${type}`)).toMatchObject({ kind: 'text' });
    }
    expect(await readPage('HTTP/1.1 200\nContent-Type: text/plain')).toMatchObject({ kind: 'none' });
    server.answer('HTTP/1.1 200\n\nno markup here');
    expect(await readPage('HTTP/1.1 200\n\nplain words')).toMatchObject({ kind: 'none' });
  });

  it('robots.txt, though it is said to be coded somehow', async () => {
    const robots = 'HTTP/1.1 200\nContent-Encoding: utf-8\n\nUser-agent: *\nDisallow: /b';
    expect(await readPage('HTTP/1.1 200\nContent-Type: text/html', robots)).toMatchObject({ kind: 'text' });
    const refusing = robots.replace('/b', '/a');
    expect(await readPage('HTTP/1.1 200\nContent-Type: text/html', refusing)).toMatchObject({ kind: 'none' });
  });

  it('discovery', async () => {
    server.answer((socket, request) =>
      request.startsWith('GET / ')
        ? socket.end('HTTP/1.1 200\n\n<link rel="alternate" type="application/rss+xml" href="/feed">')
        : socket.end(request.startsWith('GET /feed ') ? `HTTP/1.1 200\n\n${rss}` : 'HTTP/1.1 404\n\n'),
    );
    const { feeds } = await discoverFeeds(`${server.origin}/`, {
      ...{ agent, userAgent, parse: parseFeedDocument, timeoutMs: 2000, maxBytes: 100_000, maxRequests: 30 },
    });
    expect(feeds.map(({ url }) => url)).toEqual([`${server.origin}/feed`]);
  });

  it('hubs', async () => {
    server.answer('HTTP/1.1 202\n\n');
    const hub = createHub({ agent, userAgent, timeoutMs: 2000 });
    const request = { topic: 'https://wire.example/rss', callback: 'https://tocsin.example/websub/t', secret: 's' };
    expect(
      await hub.send({ hub: `${server.origin}/hub`, mode: 'subscribe', leaseSeconds: 86_400, ...request }, never),
    ).toEqual({ kind: 'accepted' });
    expect(server.requests.at(-1)).toMatch(/^POST \/hub HTTP\/1\.1\r\n.*\r\n\r\nhub\.mode=subscribe&/s);
  });
});
