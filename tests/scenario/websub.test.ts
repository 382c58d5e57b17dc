import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../src/app/demo/freePort.ts';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { type HubServer, startHubServer } from '../support/hubServer.ts';
import { type Service, startService } from '../support/service.ts';
import { runTocsin } from '../support/tocsin.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let hub: HubServer;
let folder: ServiceFolder;
let feedUrl: string;
const services: Service[] = [];

const feed = (items = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Wire</title>
   <atom:link rel="hub" href="${hub.url}"/><atom:link rel="self" href="${feedUrl}"/>${items}</channel></rss>`;
const riot = (id: string) =>
  `<item><guid>${id}</guid><title>A riot in street ${id}</title><link>https://wire.example/${id}</link><pubDate>${new Date().toUTCString()}</pubDate></item>`;

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/rss+xml', 'cache-control': 'max-age=86400' }).end(feed());
});

beforeEach(async () => {
  hub = await startHubServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  feedUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/rss`;
  const files = riotFiles(feedUrl);
  folder = await makeUsedFolder({ ...files, feeds: { feeds: [{ url: feedUrl, name: 'Wire', every: '1d' }] } });
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.terminate()));
  await hub.close();
  await new Promise((resolve) => server.close(resolve));
  await folder.remove();
});

it('a feed that is polled once a day is sent within moments by way of its hub, also after the service was killed', async () => {
  const port = String(await freePort(0));
  const settings = {
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, PORT: port, LOG_LEVEL: 'info' },
    ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
  };
  const mails = async () =>
    (await readdir(join(folder.data, 'outbox')).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const start = async () => {
    const service = startService(settings);
    services.push(service);
    await service.started;
    return service;
  };

  const first = await start();
  await waitFor(() => hub.subscribers.length > 0, { withinMs: 120_000, state: first.output });
  expect(await hub.publish(feedUrl, feed(riot('one')))).toEqual([204]);
  await waitFor(async () => (await mails()).length === 1, { withinMs: 120_000, state: first.output });

  await first.kill();
  const second = await start();
  expect(await hub.publish(feedUrl, feed(riot('two') + riot('one')))).toEqual([204]);
  await waitFor(async () => (await mails()).length === 2, { withinMs: 120_000, state: second.output });
  expect(hub.requests).toHaveLength(1);

  const { stdout } = await runTocsin(['doctor'], settings);
  expect(stdout).toContain('hubs (WebSub): subscribed to 1 of 1 feeds that name a hub');
  const { stdout: unreachable } = await runTocsin(['doctor'], { ...settings, PUBLIC_URL: 'http://tocsin:8080' });
  expect(unreachable).toContain(
    '1 feed could be pushed, but hubs cannot reach this service: PUBLIC_URL (http://tocsin:8080)',
  );
  const [subscriber] = hub.subscribers;
  for (const { output } of services) {
    expect(output()).not.toContain(subscriber?.secret);
    expect(output()).not.toContain(subscriber?.callback.split('/').at(-1));
  }
});
