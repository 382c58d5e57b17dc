import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import { createHealthStore } from '../../../src/adapters/store/watch/feedHealth.ts';
import { createRuleReader } from '../../../src/domain/rules/sight/ruleReader.ts';
import { watchHealth } from '../../../src/pipeline/watch/watchHealth.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

const watch = (at: Date) =>
  watchHealth({
    ...{ store: createHealthStore(database.db), readRules: createRuleReader(), clock: { now: () => at } },
    ...{ wake: () => undefined, log: silentLog, admin: null, consoleUrl: 'http://127.0.0.1:8080' },
  });
const item = (name: string) => feedItem({ guid: name, title: name, link: `https://wire.example/${name}` });
const items = (count: number, prefix = '') => Array.from({ length: count }, (_, index) => item(`${prefix}${index}`));
const states = () =>
  database.db.query<{ feed: string; state: string; over: boolean }>(
    `SELECT f.name AS feed, s.state, s.until IS NOT NULL AS over
       FROM feed_states AS s JOIN feeds AS f ON f.id = s.feed_id ORDER BY s.id`,
  );

describe('what a feed brings', () => {
  it('is counted by the hour, without its first document, and without what others brought', async () => {
    await pollFeed(database.db, 'one', items(5));
    await pollFeed(database.db, 'one', items(8), later(10));
    await pollFeed(database.db, 'one', items(9), later(40));
    await pollFeed(database.db, 'one', items(12), later(60));
    await pollFeed(database.db, 'two', items(5, 'two '), later(60));
    await pollFeed(database.db, 'two', items(12), later(61));
    expect(await database.db.query('SELECT feed_id, hour, created FROM feed_hours ORDER BY hour')).toEqual([
      { feed_id: 1, hour: now, created: 4 },
      { feed_id: 1, hour: later(60), created: 3 },
    ]);
    expect(await database.db.query('SELECT last_new_at FROM feeds ORDER BY id')).toEqual([
      { last_new_at: later(60) },
      { last_new_at: null },
    ]);
  });
});

describe('a round', () => {
  it('is made by one process at a time, and not again within five minutes', async () => {
    const store = createHealthStore(database.db);
    const inside: boolean[] = [];
    const requested = (at: Date) => store.round(new Date(at.getTime() - 300_000), at, async () => undefined);
    expect(
      await store.round(now, now, async () => {
        inside.push(await requested(now));
      }),
    ).toBe(true);
    expect(inside).toEqual([false]);
    expect([await requested(later(4)), await requested(later(5))]).toEqual([false, true]);
  });

  it('is made at once, but not without pause, while a feed that never answered was not looked at', async () => {
    await pollFeed(database.db, 'one', items(1));
    await watch(now);
    const isDue = async (at: Date) => {
      const store = createHealthStore(database.db);
      return store.round(new Date(at.getTime() - 300_000), at, async () => undefined);
    };
    expect(await isDue(later(1))).toBe(false);
    await database.db.execute(
      "UPDATE feeds SET last_succeeded_at = NULL, last_error = 'no such host', failures = 1 WHERE name = 'one'",
    );
    expect([await isDue(later(0.2)), await isDue(later(0.3))]).toEqual([false, true]);
    await watch(later(1));
    expect(await states()).toEqual([{ feed: 'one', state: 'failing', over: false }]);
    expect(await isDue(later(2))).toBe(false);
  });

  it('that fails saves nothing, and is made again', async () => {
    const store = createHealthStore(database.db);
    const broken = store.round(now, now, async (round) => {
      await round.saveFindings(
        [{ feedId: 1, opened: [{ state: 'silent', since: now, says: 'x', advice: 'x' }], altered: [], closed: [] }],
        now,
      );
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await states()).toEqual([]);
    await watch(now);
    expect(await database.db.query("SELECT done_at FROM rounds WHERE name = 'health'")).toEqual([{ done_at: now }]);
  });
});

describe('a trouble', () => {
  it('is one row from its beginning to its end, whatever comes and goes in between', async () => {
    await pollFeed(database.db, 'one', items(5));
    const fail = (failures: number, error: string | null) =>
      database.db.execute(
        'UPDATE feeds SET failures = $1, last_error = $2, last_succeeded_at = CASE WHEN $1 = 0 THEN last_polled_at ELSE last_succeeded_at END WHERE id = 1',
        [failures, error],
      );
    await fail(9, 'answered 500');
    for (const minute of [60, 65]) await watch(later(minute));
    await fail(0, null);
    await watch(later(70));
    await fail(1, 'answered 500');
    await watch(later(75));
    expect(await states()).toEqual([{ feed: 'one', state: 'failing', over: false }]);
    await fail(0, null);
    for (const minute of [80, 109, 115]) await watch(later(minute));
    expect(await states()).toEqual([{ feed: 'one', state: 'failing', over: true }]);
  });

  it('of a feed that only repeats others is not that it is silent', async () => {
    await pollFeed(database.db, 'one', items(2));
    await pollFeed(database.db, 'two', [item('its own')]);
    const day = 24 * 60;
    for (const each of [1, 2, 3, 4, 5, 6, 7, 8]) {
      await pollFeed(database.db, 'one', items(3, `day ${each} `), later(each * day));
      await pollFeed(database.db, 'two', items(3, `day ${each} `), later(each * day + 5));
      await watch(later(each * day + 10));
    }
    expect(await states()).toEqual([{ feed: 'two', state: 'all duplicates', over: false }]);
    await pollFeed(database.db, 'two', [item('again'), item('and again')], later(9 * day));
    await watch(later(9 * day + 10));
    expect(await states()).toEqual([{ feed: 'two', state: 'all duplicates', over: true }]);
  });

  it('of near-duplicates counts as well: the same words under another address', async () => {
    const story = (feed: string, number: number) =>
      feedItem({
        guid: `${feed} ${number}`,
        title: `A riot began on the square of the ${number}th district`,
        contentText:
          `In the ${number}th district people went to the square at noon, broke the windows of the town hall and set fire to cars. `.repeat(
            3,
          ),
        outlet: { name: feed, domain: `${feed}.example` },
      });
    await pollFeed(database.db, 'two', []);
    const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
    for (const number of numbers) {
      await pollFeed(database.db, 'one', [story('one', number)], later(number));
      await passToPlan(database.db);
      await pollFeed(database.db, 'two', [story('two', number)], later(number + 0.5));
      await passToPlan(database.db);
    }
    await watch(later(20));
    expect(await states()).toEqual([{ feed: 'two', state: 'all duplicates', over: false }]);
  });

  it('is shown with the feed, and the troubled come first', async () => {
    await pollFeed(database.db, 'two', items(1));
    await database.db.execute("UPDATE feeds SET ended_at = $1, last_error = 'gone' WHERE name = 'two'", [now]);
    await watch(later(5));
    const feeds = await createConsoleStore(database.db).feeds(later(5));
    expect(feeds.map(({ name, health }) => [name, health.state, health.days.length])).toEqual([
      ['two', 'ended', 14],
      ['one', 'new', 14],
    ]);
  });

  it('is not needed for what the last polls failed of', async () => {
    await pollFeed(database.db, 'two', items(1));
    await database.db.execute("UPDATE feeds SET last_failure = 'dns' WHERE name = 'two'");
    const store = createConsoleStore(database.db);
    const feeds = await store.feeds(later(5));
    const failures = feeds.map(({ url, lastFailure }) => ({ url, lastFailure }));
    expect(failures.map(({ lastFailure }) => lastFailure).sort()).toEqual(['dns', null]);
    expect(new Set(await store.lastFailures())).toEqual(new Set(failures));
  });
});
