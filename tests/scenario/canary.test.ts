import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../config/settings.ts';
import type { Database } from '../../src/adapters/store/database.ts';
import { createFeedList } from '../../src/adapters/store/feeds/feedList.ts';
import { createArticlePages } from '../../src/adapters/store/history/newestArticles.ts';
import { createRuleHistory } from '../../src/adapters/store/rules/ruleHistory.ts';
import { createRuleStore } from '../../src/adapters/store/rules/ruleStore.ts';
import { createSubscriberList } from '../../src/adapters/store/subscribers/subscriberList.ts';
import { createConsoleStore } from '../../src/adapters/store/views/consoleViews.ts';
import { createStoryViews } from '../../src/adapters/store/views/storyViews.ts';
import { type App, createApp } from '../../src/app/createApp.ts';
import { startHeartbeat } from '../../src/app/heartbeat.ts';
import { createLog } from '../../src/app/logging.ts';
import { roles } from '../../src/app/roles.ts';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { adminSettings, pageText } from '../support/signedIn.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let database: TestDatabase;
let folder: ServiceFolder;
let app: App;
let minute = 0;
const clock = { now: () => new Date(Date.UTC(2022, 0, 6, 12, minute)) };

beforeEach(async () => {
  minute = 0;
  database = await createTestDatabase();
  folder = await makeUsedFolder(riotFiles('http://127.0.0.1:1/rss'));
  const settings = readSettings({
    ...{ DATABASE_URL: database.connectionString, DATA_DIR: folder.data, CONFIG_DIR: folder.config, PORT: '0' },
    ...{ CANARY_MINUTES: '15', ...adminSettings, PUBLIC_URL: 'http://tocsin.example' },
  });
  app = await createApp(settings, {
    ...{ roles, log: createLog('silent'), clock, sweepIntervalMs: 100, matchThreads: 1, canaryLookMs: 50 },
  });
  // The feed never answers: once it was asked, and a health round came, its rule would be blind.
  await database.db.execute('UPDATE feeds SET next_poll_at = $1', [new Date(Date.UTC(2022, 0, 6, 13, 10))]);
  await app.start();
});
afterEach(async () => {
  await app.stop();
  await database.drop();
  await folder.remove();
});

const canary = () => createConsoleStore(database.db).canary();
const arrivesAt = (at: number) =>
  waitFor(async () => (await canary()).arrivedAt?.getTime() === clock.now().getTime(), {
    withinMs: 120_000,
    state: () => `none arrived at minute ${at}`,
  });
/** At a minute at which one is due: it was sent, so it was looked whether the one before is missing. */
const isSentAt = (at: number) =>
  waitFor(
    async () =>
      (await database.db.query('SELECT FROM canary WHERE sent_at = $1', [new Date(Date.UTC(2022, 0, 6, 12, at))]))
        .length > 0,
    { withinMs: 120_000, state: () => `none sent at minute ${at}` },
  );
/** How often anybody read the canary's row; the server counts it about a second late. */
const timesRead = async (): Promise<number> => {
  const [row] = await database.db.query<{ times: number }>(
    "SELECT coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS times FROM pg_stat_user_tables WHERE relname = 'canary'",
  );
  return row?.times ?? 0;
};
const url = () => app.places().find(([name]) => name === 'console')?.[1] ?? '';
/** Subjects of mails about the canary; the rule, whose feed never answers, is told of as well. */
const mails = async (): Promise<readonly string[]> => {
  const files = await readdir(join(folder.data, 'outbox')).catch(() => []);
  const whole = await Promise.all(
    files.filter((name) => name.endsWith('.eml')).map((name) => readFile(join(folder.data, 'outbox', name), 'utf8')),
  );
  return whole.flatMap((mail) => /^Subject: (.*canary.*)$/m.exec(mail)?.[1] ?? []);
};
/** Nothing of it in what ops see. */
async function isInvisible(): Promise<void> {
  const { db } = database;
  const store = createConsoleStore(db);
  const end = { savedAt: new Date('2030-01-01'), articleId: 0, revision: 0 };
  const stories = [];
  for await (const story of createStoryViews(db).recent(new Date(0))) stories.push(story);
  expect(stories).toEqual([]);
  expect(await createArticlePages(db).newestArticles(new Date(0), end, 10)).toEqual([]);
  expect((await createFeedList(db).read()).map(({ name }) => name)).toEqual(['Wire']);
  expect((await createRuleStore(db).read()).rules.map(({ id }) => id)).toEqual(['riot']);
  expect((await createSubscriberList(db).read()).map(({ email }) => email)).toEqual(['desk@example.org']);
  expect(await createRuleHistory(db).ruleIds()).toEqual(['riot']);
  expect(await createRuleHistory(db).changes(10)).toHaveLength(1);
  expect((await store.feeds(clock.now())).map(({ name }) => name)).toEqual(['Wire']);
  expect((await store.rules()).map(({ ruleId }) => ruleId)).toEqual(['riot']);
  expect(await store.messages(10)).toEqual([]);
  expect(await store.counts()).toMatchObject({ feeds: 1, articles: 0, matches: 0, deliveries: { sent: 0 } });
}

describe('the canary', () => {
  it('goes the whole way from feed to inbox, each quarter of an hour, and nobody sees it', async () => {
    minute = 14;
    const before = await timesRead();
    await waitFor(async () => (await timesRead()) >= before + 10, { withinMs: 120_000 }); // nothing else reads it so often
    expect(await database.db.query('SELECT FROM feeds WHERE built_in')).toHaveLength(0);
    for (const at of [15, 30, 45]) {
      minute = at;
      await arrivesAt(at);
    }
    await isInvisible();
    const { db } = database;
    await createFeedList(db).replace(await createFeedList(db).read(), clock.now());
    await createSubscriberList(db).replace(await createSubscriberList(db).read(), clock.now());
    const { rules, concepts } = await createRuleStore(db).read();
    await createRuleStore(db).replace(
      rules.map((rule) => ({ ...rule, concepts: {} })),
      concepts,
      { by: 'test', why: 'test', at: clock.now() },
    );
    minute = 60;
    await arrivesAt(60);
    expect(await db.query('SELECT FROM articles')).toHaveLength(1);
    expect(await mails()).toEqual([]);
    const health = await fetch(`${url()}/health`, { headers: { 'x-forwarded-for': '203.0.113.5' } });
    expect([health.status, await health.json()]).toMatchObject([
      200,
      {
        store: { state: 'ok' },
        queue: { state: 'ok' },
        canary: { state: 'ok', arrivedAt: '2022-01-06T13:00:00.000Z' },
      },
    ]);
  });

  it('that does not arrive twice is an alarm: in the console, to the admin, for monitors; and is reported once when it is over', async () => {
    minute = 15;
    await arrivesAt(15);
    const ended = (at: Date | null) =>
      database.db.execute(
        'UPDATE subscriptions SET unsubscribed_at = $1 WHERE subscriber_id IN (SELECT id FROM subscribers WHERE built_in)',
        [at],
      );
    await ended(clock.now());
    minute = 45;
    await isSentAt(45);
    expect((await canary()).alarmSince).toBeNull();
    minute = 47;
    await waitFor(async () => (await canary()).alarmSince !== null, { withinMs: 120_000 });
    expect((await canary()).alarmSince, 'the alarm is of now, not of minute 45').toEqual(clock.now());
    await waitFor(async () => (await mails()).length > 0, { withinMs: 120_000 });
    minute = 65;
    await isSentAt(65); // a second alarm from here would also be among the mails at the end
    expect(await mails()).toEqual(['Tocsin: the canary is not arriving']);
    const page = await pageText(url());
    expect(page).toMatch(/class="need".*The test article does not arrive since 12:47/s);
    expect((await fetch(`${url()}/health`)).status).toBe(503);

    await ended(null);
    minute = 80;
    await arrivesAt(80);
    await waitFor(async () => (await mails()).length > 1, { withinMs: 120_000 });
    expect([...(await mails())].sort()).toEqual([
      'Tocsin: the canary is arriving again',
      'Tocsin: the canary is not arriving',
    ]);
    await waitFor(async () => (await fetch(`${url()}/health`)).status === 200, { withinMs: 120_000 });
    expect(await (await fetch(url())).text()).not.toContain('role="alert"');
  });

  it('keeps the heartbeat from being sent while it is missing', async () => {
    let beats = 0;
    const server = createServer((_request, response) => {
      beats++;
      response.end();
    });
    const { origin, close } = await listenOnLoopback(server);
    const agent = new Agent();
    const looks = { calm: 0, alarmed: 0 };
    const db: Database = {
      ...database.db,
      async query<Row>(text: string, values?: readonly unknown[]) {
        const rows = await database.db.query<Row>(text, values);
        if (JSON.stringify(rows).includes('"alarmSince":null')) looks.calm++;
        else looks.alarmed++;
        return rows;
      },
    };
    const stop = startHeartbeat({ db, agent, log: createLog('silent') }, origin, 50);
    await waitFor(() => beats > 0, { withinMs: 120_000 });
    await database.db.execute('UPDATE canary SET alarm_since = $1', [clock.now()]);
    await waitFor(() => looks.alarmed > 0, { withinMs: 120_000 });
    await waitFor(() => beats >= looks.calm, { withinMs: 120_000 });
    const looksBefore = looks.alarmed;
    await waitFor(() => looks.alarmed > looksBefore + 5, { withinMs: 120_000 });
    expect(beats).toBe(looks.calm);
    await stop();
    await agent.close();
    await close();
  });

  it('is let through to its own two addresses only, which nobody finds without the key', async () => {
    minute = 15;
    await arrivesAt(15);
    const [row] = await database.db.query<{ url: string }>('SELECT url FROM feeds WHERE built_in');
    const own = new URL(row?.url ?? '');
    expect(own.pathname).toMatch(/^\/canary\/[\w-]{43}\.xml$/);
    expect((await fetch(`${url()}/canary/x.xml`, { redirect: 'manual' })).status).toBe(302);
    const forged = await fetch(`${own.href.replace('.xml', '/inbox')}`, { method: 'POST', body: crypto.randomUUID() });
    expect([forged.status, (await canary()).arrivedAt]).toEqual([200, clock.now()]);
    await database.db.execute('UPDATE feeds SET next_poll_at = $1, url = $2 WHERE NOT built_in', [
      clock.now(),
      `${own.origin}/feeds`,
    ]);
    await waitFor(
      async () =>
        (await database.db.query("SELECT FROM feeds WHERE NOT built_in AND last_error LIKE '%not a public address%'"))
          .length > 0,
      { withinMs: 120_000 },
    );
  });
});
