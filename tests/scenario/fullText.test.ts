import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { articlePage, type PageServer, startPageServer } from '../support/pageServer.ts';
import { type Service, startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let site: PageServer;
let folder: ServiceFolder;
let service: Service;
beforeEach(async () => {
  site = await startPageServer();
  const files = riotFiles(`${site.origin}/rss`);
  folder = await makeUsedFolder({
    ...files,
    feeds: { feeds: files.feeds.feeds.map((feed) => ({ ...feed, fullText: true })) },
  });
});
afterEach(async () => {
  await service.terminate();
  await Promise.all([site.close(), folder.remove()]);
});

const start = () =>
  startService({
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, LOG_LEVEL: 'warn' },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1' },
  });
const mails = async (): Promise<readonly string[]> => {
  const outbox = join(folder.data, 'outbox');
  const names = await readdir(outbox).catch(() => []);
  return Promise.all(names.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(outbox, name), 'utf8')));
};

const summary = 'The city is calm again after a night of violence, the ministry said.';
const paragraphs = [
  summary,
  'The riot began on Tuesday evening, when the crowd on the square was told to leave, and ended before sunrise.',
  'Shops in the centre stay closed until Monday, and buses go around the square, the city administration said.',
];
const item = (path: string) =>
  `<item><guid>${path}</guid><link>${site.origin}${path}</link><title>City calm again ${path}</title>` +
  `<pubDate>${new Date().toUTCString()}</pubDate><description>${summary}</description></item>`;

it('a rule matches by words that stand on the page only, also after the service was killed with the page in hand', async () => {
  const items: string[] = [];
  site.serve('/rss', (response) =>
    response
      .writeHead(200, { 'content-type': 'application/rss+xml' })
      .end(`<rss version="2.0"><channel><title>Wire</title>${items.join('')}</channel></rss>`),
  );
  let requested = 0;
  site.serve('/a', (response) => {
    if (++requested > 1)
      response.writeHead(200, { 'content-type': 'text/html' }).end(articlePage('City calm again /a', ...paragraphs));
  });
  service = start();
  await service.started;
  items.push(item('/a'));
  await waitFor(() => requested === 1, { withinMs: 120_000, state: service.output });
  await service.kill();
  service = start();
  await service.started;
  await waitFor(async () => (await mails()).length > 0, { withinMs: 120_000, state: service.output });
  const [mail] = await mails();
  expect(mail?.replaceAll(/=\r?\n/g, '')).toMatch(/The \*riot\* began on Tuesday/);
  expect(requested).toBe(2);
});
