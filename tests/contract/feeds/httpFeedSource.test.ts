import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Agent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHttpFeedSource } from '../../../src/adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../../src/adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { isPassingFault } from '../../../src/ports/passingFault.ts';
import { type Loopback, listenOnLoopback } from '../../support/loopback.ts';

const rss = '<rss version="2.0"><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>';

type Respond = (request: IncomingMessage, response: ServerResponse) => void;
let respond: Respond = (_request, response) => response.end(rss);
let requested: IncomingMessage[] = [];
const server = createServer((request, response) => {
  requested.push(request);
  respond(request, response);
});
let site: Loopback;
let origin: string;
let agent: Agent;
const agents: Agent[] = [];

const guarded = (...allowPrivateAddresses: readonly string[]) => {
  const made = createGuardedAgent({ allowPrivateAddresses, connectTimeoutMs: 2000 });
  agents.push(made);
  return made;
};

beforeAll(async () => {
  site = await listenOnLoopback(server);
  origin = site.origin;
  agent = guarded('127.0.0.0/8');
});
afterEach(() => {
  requested = [];
});
afterAll(async () => {
  await Promise.all(agents.map((each) => each.destroy()));
  await site.close();
});

const never = new AbortController().signal;
const fetchFrom = (
  url: string,
  {
    dispatcher = agent,
    etag = null as string | null,
    lastModified = null as string | null,
    timeoutMs = 2000,
    heldUntil = async (): Promise<Date | null> => null,
  } = {},
) =>
  createHttpFeedSource({
    agent: dispatcher,
    holds: { heldUntil },
    now: () => new Date(),
    userAgent: 'Tocsin/test (+https://tocsin.example)',
    parse: parseFeedDocument,
    timeoutMs,
    maxBytes: 100_000,
  }).fetch({ url, etag, lastModified, validatorsFrom: url, documentHash: null }, never);
const fetchWith = (with_: Respond, options = {}) => {
  respond = with_;
  return fetchFrom(`${origin}/feed`, options);
};

it('a store of ours that is lost in the middle is no failure of the feed', async () => {
  const heldUntil = () => Promise.reject(Object.assign(new Error('lost'), { code: 'ECONNREFUSED' }));
  const fault = await fetchFrom(`${origin}/feed`, { heldUntil }).catch((error: unknown) => error);
  expect(isPassingFault(fault)).toBe(true);
});

describe('a feed is asked for politely', () => {
  it('with its validators byte for byte, an honest name, and nothing that tracks', async () => {
    const validators = { etag: 'W/"odd ё tag"', lastModified: 'Thu, 01 Jan 1970 00:00:00 GMT' };
    const outcome = await fetchWith((_request, response) => response.writeHead(304).end(), {
      ...validators,
      etag: 'W/"odd tag"',
    });
    expect(outcome).toMatchObject({ kind: 'unchanged', freshForSeconds: null });
    const { headers } = requested[0] as IncomingMessage;
    expect(headers).toMatchObject({
      'if-none-match': 'W/"odd tag"',
      'if-modified-since': validators.lastModified,
      'user-agent': 'Tocsin/test (+https://tocsin.example)',
    });
    expect([headers.cookie, headers.referer]).toEqual([undefined, undefined]);
  });

  it('and its answer says how long it is fresh, and by what it is known', async () => {
    const outcome = await fetchWith((_request, response) =>
      response.writeHead(200, { etag: '"1"', 'cache-control': 'public, max-age=900' }).end(rss),
    );
    expect(outcome).toMatchObject({
      kind: 'document',
      memory: { etag: '"1"', lastModified: null, validatorsFrom: `${origin}/feed` },
      freshForSeconds: 900,
      items: [{ guid: '1', title: 'One' }],
    });
  });

  it('and hub and own address are taken from its headers before the document', async () => {
    const link = '<https://hub.example/>; rel="hub", </self>; rel="self"';
    const inDocument = rss.replace(
      '<item>',
      '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="https://other.example/"/><item>',
    );
    expect(await fetchWith((_request, response) => response.writeHead(200, { link }).end(inDocument))).toMatchObject({
      kind: 'document',
      header: { hub: 'https://hub.example/', self: `${origin}/self` },
    });
    expect(await fetchWith((_request, response) => response.end(inDocument))).toMatchObject({
      header: { hub: 'https://other.example/', self: null },
    });
  });

  it('compressed', async () => {
    expect(
      await fetchWith((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(rss)),
      ),
    ).toMatchObject({ kind: 'document' });
  });
});

describe('what goes wrong is an outcome that says so', () => {
  it.each([
    [204, {}, { kind: 'failed', reason: 'empty' }],
    [206, {}, { kind: 'failed', reason: 'empty' }],
    // Nothing was asked under a condition.
    [304, {}, { kind: 'failed', reason: 'http-status' }],
    [301, {}, { kind: 'failed', reason: 'http-status' }],
    [302, { location: 'http://[broken' }, { kind: 'failed', reason: 'http-status' }],
    [410, {}, { kind: 'failed', reason: 'gone' }],
    [404, {}, { kind: 'failed', reason: 'not-found' }],
    [403, {}, { kind: 'failed', reason: 'forbidden' }],
    [500, {}, { kind: 'failed', reason: 'server-error' }],
    [418, {}, { kind: 'failed', reason: 'http-status' }],
    [429, { 'retry-after': '120' }, { kind: 'held', host: '127.0.0.1', forSeconds: 120 }],
    [503, {}, { kind: 'held', forSeconds: 600 }],
  ] as const)('status %i', async (status, headers, outcome) => {
    expect(await fetchWith((_request, response) => response.writeHead(status, headers).end())).toMatchObject(outcome);
  });

  it('a web page instead of a feed', async () => {
    expect(await fetchWith((_request, response) => response.end('<!doctype html><html></html>'))).toMatchObject({
      kind: 'failed',
      reason: 'not-a-feed',
    });
  });

  it('a document that is too large, be it only when unpacked', async () => {
    const outcome = { kind: 'failed', reason: 'too-large' };
    expect(await fetchWith((_request, response) => response.end('x'.repeat(200_000)))).toMatchObject(outcome);
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(
      await fetchWith((_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)),
    ).toMatchObject(outcome);
  });

  it('broken compression, again and again, without holding the host’s connections', async () => {
    const broken = Buffer.concat([gzipSync(rss).subarray(0, 20), Buffer.alloc(200_000, 1)]);
    for (let time = 0; time < 4; time++) {
      const outcome = await fetchWith((_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(broken),
      );
      expect(outcome).toMatchObject({ kind: 'failed' });
    }
    expect(await fetchWith((_request, response) => response.end(rss))).toMatchObject({ kind: 'document' });
  });

  it('a server that drips', async () => {
    const drips: NodeJS.Timeout[] = [];
    const outcome = await fetchWith((_request, response) => drips.push(setInterval(() => response.write(' '), 50)), {
      timeoutMs: 400,
    });
    for (const drip of drips) clearInterval(drip);
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
  });

  it('a server that refuses and drips: its status counts', async () => {
    const refusing: Respond = (_request, response) => {
      response.writeHead(429, { 'retry-after': '30' });
      const drips = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drips));
    };
    expect(await fetchWith(refusing, { timeoutMs: 20_000 })).toMatchObject({ kind: 'held', forSeconds: 30 });
  });

  it('a redirect without end, and one that leaves the web', async () => {
    expect(
      await fetchWith((_request, response) => response.writeHead(302, { location: '/again' }).end()),
    ).toMatchObject({ reason: 'redirect-loop' });
    expect(requested.length).toBe(2);
    expect(
      await fetchWith((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
    ).toMatchObject({ kind: 'failed' });
  });

  it('nobody there, and no such name', async () => {
    expect(await fetchFrom('http://127.0.0.1:1/')).toMatchObject({ kind: 'failed', reason: 'connection' });
    expect(await fetchFrom('http://no-such-host.invalid/')).toMatchObject({ kind: 'failed', reason: 'dns' });
  });
});
