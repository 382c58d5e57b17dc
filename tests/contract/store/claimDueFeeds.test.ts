import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { now } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

it('feeds of a host that is at work are passed over, however their addresses are written', async () => {
  const hosts = {
    'http://a.example/feed': 'a.example',
    'HTTPS://A.Example:8443/feed?at=b.example': 'a.example',
    'http:\\\\a.example\\feed': 'a.example',
    'http://a.example?b.example': 'a.example',
    'https://b.example/@a.example': 'b.example',
    'http://[::1]:8080/feed': '[::1]',
  };
  const feeds = Object.keys(hosts).map((url) => ({ url, name: url, everySeconds: null }));
  await createFeedList(database.db).replace(feeds, now);
  const store = createPollStore(database.db);
  const [first] = await store.claimDueFeeds(now, 1);
  expect([first?.feed.url, first?.host]).toEqual(['http://a.example/feed', 'a.example']);
  const others = await store.claimDueFeeds(now, 10, ['a.example']);
  expect(others.map(({ host }) => host)).toEqual(['b.example', '[::1]']);
  // Another process passes them over too, until that feed is done.
  expect(await store.claimDueFeeds(now, 10)).toEqual([]);
  if (first !== undefined) await store.release([first.lease]);
  const rest = await store.claimDueFeeds(now, 10);
  expect(rest.map(({ feed, host }) => [feed.url, host])).toEqual(Object.entries(hosts).slice(0, 4));
});
