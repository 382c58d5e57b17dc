import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServiceFolder } from '../support/configFolder.ts';
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { randomFrom, wordsFrom } from '../support/random.ts';
import { startService } from '../support/service.ts';
import { rounds } from '../support/soak.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

const articles = rounds({ short: 60, long: 3000, setting: 'TOCSIN_FLOOD' });
const hourMs = 3_600_000;

let database: TestDatabase;
let news: NewsServer;
let mail: MailServer;
let folder: ServiceFolder;

beforeAll(async () => {
  [database, news, mail] = await Promise.all([createEmptyDatabase(), startNewsServer(), startMailServer()]);
  const feedOf = (name: string) => ({ url: news.feedUrl(name), name, every: '1s' });
  const subscriptions = [{ rules: ['riot'], schedule: 'instant', maxPerHour: 0 }];
  folder = await makeUsedFolder({
    rules: { rules: [{ id: 'riot', query: 'riot', alert: { on: 'article' } }] },
    feeds: { feeds: ['flood', 'backlog', 'quiet'].map(feedOf) },
    subscribers: { subscribers: [{ email: 'desk@example.org', subscriptions }] },
  });
});
afterAll(async () => {
  await Promise.all([database.drop(), news.close(), mail.close(), folder.remove()]);
});

const serve = (roles: string) =>
  startService(
    {
      ...{ DATABASE_URL: database.connectionString, DATA_DIR: folder.data, CONFIG_DIR: folder.config },
      ...{ SMTP_URL: mail.smtpUrl, ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1' },
      ...{ LOG_LEVEL: 'warn', CANARY_MINUTES: '0' },
    },
    [process.execPath, 'dist/src/main.js', 'serve', `--roles=${roles}`],
  );

const random = randomFrom(20261130);
const words = (count: number): string => wordsFrom(random, count);
const publish = (feed: string, id: string, publishedAt = new Date()) =>
  news.publish(feed, { id, title: `A riot, ${feed} ${id}`, text: words(40), publishedAt });

const saved = async (feed: string) =>
  (await database.db.query('SELECT FROM articles AS a JOIN feeds AS f ON f.id = a.feed_id WHERE f.name = $1', [feed]))
    .length;

it('what a quiet feed brings is placed and sent before the flood of another and the backlog of a third, and nothing is lost', async () => {
  for (let id = 0; id < articles; id++) {
    publish('flood', String(id));
    publish('backlog', String(id), new Date(Date.now() - 30 * hourMs - id));
  }
  const poller = serve('poll');
  await poller.started;
  const isSaved = async (feed: string, count: number) => (await saved(feed)) === count;
  for (const feed of ['flood', 'backlog'])
    await waitFor(() => isSaved(feed, articles), { withinMs: 60_000, state: poller.output });
  publish('quiet', 'news');
  await waitFor(() => isSaved('quiet', 1), { withinMs: 60_000, state: poller.output });
  await poller.terminate();

  const rest = serve('match,story,plan,deliver');
  await rest.started;
  const left = async () => (await database.db.query('SELECT FROM pipeline_items')).length;
  const subjects = () => new Set(mail.mails.map((each) => each.mail.subject));
  await waitFor(async () => (await left()) === 0 && subjects().size === articles + 1, {
    ...{ withinMs: 120_000, state: () => `${subjects().size} of ${articles + 1} came\n${rest.output()}` },
  });
  await rest.terminate();

  const placed = await database.db.query<{ feed: string }>(
    `SELECT f.name AS feed FROM story_members AS m JOIN articles AS a ON a.id = m.article_id AND a.seen_at = m.seen_at
       JOIN feeds AS f ON f.id = a.feed_id ORDER BY m.sequence`,
  );
  const order = placed.map(({ feed }) => feed);
  expect(order).toHaveLength(2 * articles + 1);
  expect(order.indexOf('quiet')).toBeLessThan(3);
  expect(order.lastIndexOf('flood')).toBeLessThan(order.indexOf('backlog'));
  expect(mail.mails).toHaveLength(articles + 1);
});
