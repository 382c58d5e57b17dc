import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { randomFrom, wordsFrom } from '../support/random.ts';
import { redisMissing, startRedis } from '../support/redis.ts';
import { startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

const articles = 40;

let database: TestDatabase;
let news: NewsServer;
let mail: MailServer;
let folder: ServiceFolder;

beforeAll(async () => {
  [database, news, mail] = await Promise.all([createEmptyDatabase(), startNewsServer(), startMailServer()]);
  folder = await makeUsedFolder(riotFiles(news.feedUrl('wire')));
});
afterAll(async () => {
  await Promise.all([database.drop(), news.close(), mail.close(), folder.remove()]);
});

/** Articles flow while everything is taken out of the queue again and again; each must be told once all the same. */
async function loseNothing(
  settings: Record<string, string>,
  empty: () => Promise<unknown>,
  round: string,
): Promise<void> {
  const random = randomFrom(round.length);
  const service = startService({
    ...{
      DATABASE_URL: database.connectionString,
      DATA_DIR: folder.data,
      CONFIG_DIR: folder.config,
      SMTP_URL: mail.smtpUrl,
    },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', LOG_LEVEL: 'warn' },
    ...settings,
  });
  const before = mail.mails.length;
  try {
    await service.started;
    for (let article = 0; article < articles; article++) {
      const words = wordsFrom(random, 40);
      news.publish('wire', { id: `${round}-${article}`, title: `Riot ${round} ${article}`, text: `${words} ${round}` });
      await empty();
      await sleep(80);
    }
    const arrived = () => new Set(mail.mails.slice(before).map((each) => each.mail.subject));
    await waitFor(() => arrived().size >= articles, {
      withinMs: 120_000,
      state: () => `${arrived().size} of ${articles} came\n${service.output()}`,
    });
    expect(mail.mails.length - before).toBe(articles);
  } finally {
    expect(await service.terminate()).toBe(0);
  }
}

it('loses nothing when the queue’s tables are emptied in the middle of the work', async () => {
  const empty = async () => {
    const tables = await database.db.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename !~ 'migration'`,
    );
    const truncate = `TRUNCATE ${tables.map(({ name }) => name).join(', ')} CASCADE`;
    if (tables.length > 0) await database.db.transaction((tx) => tx.execute(truncate));
  };
  await loseNothing({}, empty, 'postgres');
});

it.skipIf(redisMissing !== null)('loses nothing when Redis is flushed in the middle of the work', async () => {
  const redis = await startRedis();
  const client = new Redis(redis.url);
  try {
    await loseNothing({ REDIS_URL: redis.url }, () => client.flushall(), 'redis');
  } finally {
    client.disconnect();
    await redis.stop();
  }
});
