import { createServer, type RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { riotFiles } from '../support/configFolder.ts';
import { createTestDatabase } from '../support/database.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

/** Every address holds the key; each fails in another way. */
const publisher: RequestListener = ({ url = '' }, response) => {
  const { pathname } = new URL(url, 'http://localhost');
  if (pathname === '/loop') response.writeHead(302, { location: url }).end();
  else if (pathname === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
  else if (pathname === '/cut') response.destroy();
  else if (pathname === '/there') response.writeHead(302, { location: '/gone?key=geheim' }).end();
  else response.writeHead(404).end();
};

it('the log shows the addresses of feeds without what may be a key', async () => {
  const { origin: base, close } = await listenOnLoopback(createServer(publisher));
  const feeds = ['loop', 'page', 'cut', 'there', 'none'].map((path) => ({
    ...{ url: `${base}/${path}?key=geheim`, name: path, every: '1s' },
  }));
  const database = await createTestDatabase();
  const folder = await makeUsedFolder({ ...riotFiles(base), feeds: { feeds } });
  const service = startService({
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, DATABASE_URL: database.connectionString },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', LOG_LEVEL: 'debug' },
  });
  onTestFinished(async () => {
    await service.kill();
    await folder.remove();
    await database.drop();
    await close();
  });
  const said = [
    ...[`${base}/loop?… redirects in a loop: ${base}/loop?… → ${base}/loop?…`, `${base}/page?…: `, `${base}/cut?…: `],
    `${base}/there?…, redirected to ${base}/gone?…, responded with 404`,
    `${base}/none?… responded with 404`,
  ];
  const missing = () => said.filter((words) => !service.output().includes(words));
  await waitFor(() => missing().length === 0, {
    withinMs: 60_000,
    state: () => missing().join('\n') + service.output(),
  });
  expect(await service.terminate()).toBe(0);
  expect(service.output()).not.toContain('geheim');
});
