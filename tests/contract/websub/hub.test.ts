import type { Agent } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGuardedAgent } from '../../../src/adapters/http/guardedAgent.ts';
import { createHub } from '../../../src/adapters/websub/httpHub.ts';
import type { HubRequest } from '../../../src/ports/hub.ts';
import { hostileHosts, hostileSchemes, hostileUrls } from '../../support/hostileAddresses.ts';
import { type HubServer, startHubServer } from '../../support/hubServer.ts';

let outer: HubServer;
let inner: HubServer;
let agent: Agent;
beforeAll(async () => {
  [outer, inner] = await Promise.all([startHubServer({}, '::1'), startHubServer({ verifies: 'never' })]);
  // What may be reached stands for the public internet; the inner hub is everything that is not.
  agent = createGuardedAgent({ allowPrivateAddresses: ['::1/128'], connectTimeoutMs: 2000 });
});
afterAll(async () => {
  await agent.destroy();
  await Promise.all([outer.close(), inner.close()]);
});

const send = (hub: string, changes: Partial<HubRequest> = {}) =>
  createHub({ agent, userAgent: 'Tocsin/test', timeoutMs: 2000 }).send(
    {
      ...{ hub, topic: 'https://wire.example/rss', mode: 'subscribe', callback: 'https://tocsin.example/websub/t' },
      ...{ secret: 'a secret', leaseSeconds: 86_400, ...changes },
    },
    new AbortController().signal,
  );

/** As it goes over the wire: bytes of UTF-8, on one line. */
const asHeader = (text: string) => Buffer.from(text.replaceAll('\n', '')).toString('latin1');

async function redirected(status: number, location: string) {
  outer.options.refuses = { status, headers: { location: asHeader(location) } };
  const response = await send(outer.url);
  outer.options.refuses = null;
  return response;
}

/** By a hub that has another address each time. */
async function redirectedOn() {
  let count = 0;
  outer.options.refuses = {
    status: 307,
    get headers() {
      return { location: `${outer.url}?${count++}` };
    },
  };
  const response = await send(outer.url);
  outer.options.refuses = null;
  return response;
}

const innerPort = () => Number(new URL(inner.url).port);

describe('a hub is never reached where it is not public', () => {
  it('however its address is written', async () => {
    for (const url of hostileUrls(innerPort()).filter((each) => URL.canParse(each))) {
      expect([url, (await send(url)).kind]).toEqual([url, 'failed']);
    }
    expect(inner.requests).toEqual([]);
  });

  it('by way of a redirect', async () => {
    for (const host of hostileHosts) {
      expect([host, (await redirected(307, `http://${host}:${innerPort()}/`)).kind]).toEqual([host, 'failed']);
    }
    for (const location of hostileSchemes) expect((await redirected(308, location)).kind).toBe('failed');
    expect(inner.requests).toEqual([]);
  });
});

describe('a hub that redirects', () => {
  it('is followed with the same request, where 307 or 308 say so', async () => {
    const other = await startHubServer({ verifies: 'never' }, '::1');
    for (const status of [307, 308]) expect(await redirected(status, other.url)).toEqual({ kind: 'accepted' });
    expect(other.requests.map((form) => form['hub.secret'])).toEqual(['a secret', 'a secret']);
    await other.close();
  });

  it('is not followed by the statuses that make a GET of it, nor round and round', async () => {
    for (const status of [301, 302, 303]) {
      expect(await redirected(status, inner.url)).toMatchObject({ message: `${outer.url} responded with ${status}` });
    }
    expect(await redirected(307, outer.url)).toMatchObject({
      message: `${outer.url} redirects in a loop: ${outer.url} → ${outer.url}`,
    });
    const before = outer.requests.length;
    expect(await redirectedOn()).toMatchObject({ message: `${outer.url} redirects more than 3 times` });
    expect(outer.requests.length - before).toBe(4);
  });
});

describe('a hub that answers', () => {
  it('is believed to the first words only, without what only the two of us know', async () => {
    outer.options.refuses = { status: 400, body: `a secret, https://tocsin.example/websub/t ${'x'.repeat(1_000_000)}` };
    const response = await send(outer.url);
    outer.options.refuses = null;
    expect(response).toMatchObject({ kind: 'failed' });
    const { message } = response as { message: string };
    expect(message.length).toBeLessThanOrEqual(200);
    expect(message).toContain('responded with 400: …, … xxx');
  });

  it('is believed by its status, however its body breaks', async () => {
    const headers = { 'content-length': '1000', connection: 'close' };
    outer.options.refuses = { status: 503, body: 'busy', headers: { ...headers, 'retry-after': '600' } };
    const message = expect.stringContaining(`${outer.url} responded with 503`);
    expect(await send(outer.url)).toMatchObject({ kind: 'failed', message, retryAfterSeconds: 600 });
    outer.options.refuses = { status: 202, body: 'fine', headers };
    expect(await send(outer.url)).toEqual({ kind: 'accepted' });
    outer.options.refuses = null;
  });

  it('is named, and quoted, without what may be a key in its address or in that of the feed', async () => {
    const topic = 'https://wire.example/rss?key=geheim';
    outer.options.refuses = { status: 400, body: `${topic} ${encodeURIComponent(topic)}` };
    const response = await send(`${outer.url}?key=geheim`, { topic });
    outer.options.refuses = null;
    const message = `${outer.url}?… responded with 400: https://wire.example/rss?… https://wire.example/rss?…`;
    expect(response).toMatchObject({ kind: 'failed', message });
  });

  it('is not told our secret when we go', async () => {
    const other = await startHubServer({ verifies: 'never' }, '::1');
    await send(other.url, { mode: 'unsubscribe' });
    expect(Object.keys(other.requests[0] ?? {})).toEqual(['hub.mode', 'hub.topic', 'hub.callback', 'hub.verify']);
    await other.close();
  });
});
