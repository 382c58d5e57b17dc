import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import { type App, createApp } from '../../src/app/createApp.ts';
import { createLog } from '../../src/app/logging.ts';
import { roles } from '../../src/app/roles.ts';
import { hourMs } from '../../src/domain/basics/time.ts';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let database: TestDatabase;
let folder: ServiceFolder;
let news: NewsServer;
let apps: App[];
let fastMs: number;
let lines: string[];
const clock = { now: () => new Date(Date.now() + fastMs) };

beforeEach(async () => {
  [database, news] = await Promise.all([createTestDatabase(), startNewsServer()]);
  folder = await makeUsedFolder(riotFiles(news.feedUrl('wire')));
  apps = [];
  lines = [];
  // What the first poll brings is older than a day otherwise, and nobody is notified of it.
  fastMs = 20 * hourMs;
});
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await Promise.all([database.drop(), news.close(), folder.remove()]);
});

async function start(): Promise<App> {
  const settings = readSettings({
    ...{ DATABASE_URL: database.connectionString, DATA_DIR: folder.data, CONFIG_DIR: folder.config, PORT: '0' },
    ...{ POLL_MIN_SECONDS: '1', ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', ADMIN_EMAIL: 'ops@example.org' },
  });
  const log = createLog('warn', { write: (line) => void lines.push(line) });
  const app = await createApp(settings, { roles, log, clock, matchThreads: 1 });
  apps.push(app);
  await app.start();
  return app;
}

const publish = (id: string) =>
  news.publish('wire', { id, title: `Riot in quarter ${id}`, text: `A riot broke out in quarter ${id} of the town.` });
async function subjects(): Promise<readonly string[]> {
  const outbox = join(folder.data, 'outbox');
  const files = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml'));
  const mails = await Promise.all(files.map((name) => readFile(join(outbox, name), 'utf8')));
  return mails.map((mail) => /^Subject: (.*(?:\r?\n[ \t].*)*)$/m.exec(mail)?.[1] ?? '');
}
const countOf = async (words: string) => (await subjects()).filter((subject) => subject.includes(words)).length;
const isNotifiedOf = (words: string) =>
  waitFor(async () => (await countOf(words)) > 0, { withinMs: 90_000, state: () => lines.join('') });

for (const [when, around] of [
  [
    'while the service runs',
    async () => {
      fastMs = 0;
    },
  ],
  [
    'while it is down',
    async () => {
      await Promise.all(apps.splice(0).map((app) => app.stop()));
      fastMs = 0;
      await start();
    },
  ],
] as const) {
  it(`a clock that is put back by 20 hours ${when} holds up nothing, repeats nothing, and is told once`, async () => {
    await start();
    publish('one');
    await isNotifiedOf('quarter one');
    await around();
    publish('two');
    await isNotifiedOf('quarter two');
    await isNotifiedOf('put back by 20 h');
    publish('three');
    await isNotifiedOf('quarter three');
    for (const words of ['quarter one', 'quarter two', 'quarter three', 'put back by'])
      expect(await countOf(words)).toBe(1);
    expect(lines.filter((line) => line.includes('was put back'))).toHaveLength(1);
  });
}
