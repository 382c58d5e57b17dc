import { afterEach, beforeEach, expect, it } from 'vitest';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { dropOldMonths, forgetSilentStories } from '../../../src/adapters/store/shared/retention.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { waitFor } from '../../support/waitFor.ts';
import { feedItem, later, now, passToPlan, planAt, pollFeed, remembered, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

const march = new Date('2022-03-10T00:00:00Z');
const months = async () =>
  (
    await database.db.query<{ name: string }>(
      "SELECT relname AS name FROM pg_class WHERE relname ~ '^articles_\\d' AND relkind = 'r' ORDER BY 1",
    )
  ).map(({ name }) => name);

it('drops whole months that lie before, with what was remembered of them', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await pollFeed(database.db, 'one', [feedItem({ guid: 'march' })], march);
  await passToPlan(database.db);
  await database.db.execute('DELETE FROM pipeline_items');
  await dropOldMonths(database.db, new Date('2022-02-15T00:00:00Z'));
  expect(await months()).toEqual(['articles_2022_03']);
  expect(await database.db.query('SELECT seen_at FROM fold_members')).toEqual([{ seen_at: march }]);
  expect(await database.db.query('SELECT DISTINCT last_seen_at FROM article_identities')).toEqual([
    { last_seen_at: march },
  ]);
});

it('leaves no table of a month that it drops, and every table of the others', async () => {
  const tables = (month: string) =>
    database.db.query("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%' || $1", [month]);
  const parents = await database.db.query("SELECT relname FROM pg_class WHERE relkind = 'p'");
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await pollFeed(database.db, 'one', [feedItem({ guid: 'march' })], march);
  await database.db.execute('DELETE FROM pipeline_items');
  expect(await tables('_2022_01')).toHaveLength(parents.length);
  await dropOldMonths(database.db, new Date('2022-02-15T00:00:00Z'));
  expect(await tables('_2022_01')).toEqual([]);
  expect(await tables('_2022_03')).toHaveLength(parents.length);
});

it('gives way to whoever reads, so that nobody stands behind it, and drops the month once they are done', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await database.db.execute('DELETE FROM pipeline_items');
  const reader = await database.db.openSession();
  await reader.execute('BEGIN');
  await reader.query('SELECT FROM story_members');
  const dropped = dropOldMonths(database.db, march);
  const isWaiting = async () =>
    (await database.db.query("SELECT FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND NOT granted")).length > 0;
  await waitFor(isWaiting, { withinMs: 5000 });
  expect(await database.db.query('SELECT FROM articles')).toHaveLength(1);
  expect(await reader.query('SELECT FROM articles')).toHaveLength(1);
  await reader.execute('COMMIT');
  await dropped;
  expect(await months()).toEqual([]);
  await reader.close();
});

it('names a month whose tables stay in use, and does the rest of its work', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await database.db.execute('DELETE FROM pipeline_items');
  const reader = await database.db.openSession();
  await reader.execute('BEGIN');
  await reader.query('SELECT FROM story_members');
  expect(await dropOldMonths(database.db, march, 1)).toEqual(['2022_01']);
  expect(await database.db.query('SELECT FROM article_identities')).toEqual([]);
  await reader.execute('COMMIT');
  expect(await dropOldMonths(database.db, march, 1)).toEqual([]);
  expect(await months()).toEqual([]);
  await reader.close();
});

it('drops the places of its articles in stories with a month, and keeps the stories', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await pollFeed(database.db, 'one', [feedItem({ guid: 'march' })], march);
  await passToPlan(database.db);
  await database.db.execute('DELETE FROM pipeline_items');
  await dropOldMonths(database.db, new Date('2022-02-15T00:00:00Z'));
  expect(await database.db.query('SELECT seen_at FROM story_members')).toEqual([{ seen_at: march }]);
  expect(await database.db.query('SELECT FROM stories WHERE opened_at < $1', [march])).not.toHaveLength(0);
});

it('forgets what the articles of silent stories are like, and of no others', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })], now);
  await passToPlan(database.db);
  const profiles = () => database.db.query('SELECT FROM story_members WHERE profile IS NOT NULL');
  await forgetSilentStories(database.db, now);
  expect(await profiles()).toHaveLength(1);
  await forgetSilentStories(database.db, later(1));
  expect(await profiles()).toHaveLength(0);
  expect(await database.db.query('SELECT FROM story_members')).toHaveLength(1);
});

it('keeps a month with an article that is still on its way', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'january' })], now);
  await dropOldMonths(database.db, march);
  expect(await months()).toEqual(['articles_2022_01']);
});

it('keeps the identities of what a feed still serves, though it answers only that nothing has changed', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'stands' }), feedItem({ guid: 'stands too' })], now);
  await pollFeed(database.db, 'two', [feedItem({ guid: 'gone' })], later(1));
  const store = createPollStore(database.db);
  await database.db.execute("UPDATE feeds SET next_poll_at = $1 WHERE url LIKE '%one%'", [march]);
  const [claimed] = await store.claimDueFeeds(march, 1);
  if (claimed === undefined) throw new Error('nothing due');
  await store.settlePoll(claimed.lease, { kind: 'unchanged', ...remembered, plan: planAt(march) }, march);
  await dropOldMonths(database.db, new Date('2022-02-15T00:00:00Z'));
  expect(await database.db.query('SELECT DISTINCT last_seen_at FROM article_identities')).toEqual([
    { last_seen_at: march },
  ]);
});
