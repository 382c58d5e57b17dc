import { afterEach, beforeEach, expect, it } from 'vitest';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { quarantinedKinds, releaseQuarantined } from '../../../src/adapters/store/shared/quarantine.ts';
import { readHealthCounts } from '../../../src/adapters/store/watch/healthCounts.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedUrl, later, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

it('what was quarantined is taken up again once it is released, with its crashes forgotten', async () => {
  await database.db.execute('UPDATE feeds SET quarantined_at = $1, unsettled_claims = 5', [later(0)]);
  const store = createPollStore(database.db);
  expect(await store.claimDueFeeds(later(1), 2)).toEqual([]);
  expect(await releaseQuarantined(database.db, 'feeds')).toBe(2);
  expect(await store.claimDueFeeds(later(1), 2)).toHaveLength(2);
});

it('what is quarantined counts until ops take it out', async () => {
  const count = async () => (await readHealthCounts(database.db)).quarantined;
  await database.db.execute('UPDATE feeds SET quarantined_at = $1', [later(0)]);
  expect(await count()).toBe(2);
  await createFeedList(database.db).replace([{ url: feedUrl('two'), name: 'two', everySeconds: null }], later(1));
  expect(await count()).toBe(1);
});

it('there is nothing to release where nothing was quarantined, whatever the kind', async () => {
  for (const kind of quarantinedKinds) expect(await releaseQuarantined(database.db, kind)).toBe(0);
});
