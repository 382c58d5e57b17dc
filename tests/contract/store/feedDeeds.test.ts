import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeedDeeds } from '../../../src/adapters/store/desk/feedDeeds.ts';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { createFetchHolds } from '../../../src/adapters/store/shared/heldTargets.ts';
import { createFeedDeskStore } from '../../../src/adapters/store/views/feedDetails.ts';
import { addFeed } from '../../../src/desk/feeds/addFeed.ts';
import { changeFeed } from '../../../src/desk/feeds/changeFeed.ts';
import { importOpml } from '../../../src/desk/feeds/importOpml.ts';
import { mergeDuplicates } from '../../../src/desk/feeds/mergeDuplicates.ts';
import { pauseFeed, resumeFeed } from '../../../src/desk/feeds/pauseFeed.ts';
import { pollNow } from '../../../src/desk/feeds/pollNow.ts';
import { removeFeed } from '../../../src/desk/feeds/removeFeed.ts';
import type { FeedDefinition } from '../../../src/domain/configuration/definitions.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, pollFeed } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const deps = () => ({ store: createFeedDeeds(database.db) });
const by = (name: string, why = '', at = now) => ({ by: { kind: 'person', id: 1, name } as const, why, at });
const feed = (name: string, changes: Partial<FeedDefinition> = {}): FeedDefinition => ({
  ...{ url: `https://${name}.example/rss`, name, everySeconds: null },
  ...changes,
});
const add = async (name: string, changes: Partial<FeedDefinition> = {}): Promise<number> => {
  const outcome = await addFeed(deps(), by('Dana'), feed(name, changes));
  if (outcome.kind !== 'added') throw new Error(outcome.kind);
  return outcome.id;
};
const audit = () =>
  database.db.query<{ readonly action: string }>(
    'SELECT actor_name AS by, action, subject_id AS id, why, before, after FROM audit_log ORDER BY id',
  );
const listed = async () => (await createFeedList(database.db).read()).map(({ name }) => name);
const dueAt = async (id: number) => {
  const [row] = await database.db.query<{ at: Date }>('SELECT next_poll_at AS at FROM feeds WHERE id = $1', [id]);
  return row?.at;
};
const notDue = () => database.db.execute('UPDATE feeds SET next_poll_at = $1', [later(600)]);
const claimable = async (at = now) => {
  const claimed = await createPollStore(database.db).claimDueFeeds(at, 10);
  await database.db.execute('UPDATE feeds SET leased_until = NULL, unsettled_claims = 0');
  return claimed.map(({ feed }) => feed.name);
};

describe('a feed that somebody adds', () => {
  it('is due at once, and the log says who added what', async () => {
    const credentials = { auth: { bearer: 'env:WIRE_TOKEN' } };
    const id = await add('wire', { everySeconds: 300, credentials });
    expect(await claimable()).toEqual(['wire']);
    expect(await audit()).toEqual([
      {
        ...{ by: 'Dana', action: 'feed.added', id: String(id), why: '', before: null },
        after: { url: 'https://wire.example/rss', name: 'wire', everySeconds: 300, credentials },
      },
    ]);
  });

  it('is not added twice, whatever stands behind its #, and nothing is logged', async () => {
    const id = await add('wire');
    const again = await addFeed(deps(), by('Eli'), feed('wire', { url: 'https://wire.example/rss#news' }));
    expect(again).toEqual({ kind: 'known', feed: { id, name: 'wire', url: 'https://wire.example/rss' } });
    expect(await audit()).toHaveLength(1);
  });

  it('stays when the service starts with a starter file that it never saw', async () => {
    await add('wire');
    const [noted] = await database.db.query("SELECT FROM config_imports WHERE file = 'feeds'");
    expect(noted).toBeDefined();
  });

  it('is added once by two who add it at a time', async () => {
    const outcomes = await Promise.all(['Dana', 'Eli', 'Fay'].map((name) => addFeed(deps(), by(name), feed('wire'))));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['added', 'known', 'known']);
    expect(await audit()).toHaveLength(1);
  });
});

describe('a change of a feed', () => {
  it('is made by whoever saw its newest version; the other hears what is in force', async () => {
    const id = await add('wire');
    const wanted = feed('wire', { name: 'The Wire', everySeconds: 120, fullText: true });
    expect(await changeFeed(deps(), by('Dana', 'too slow'), { id, basedOn: 1, wanted })).toMatchObject({
      kind: 'changed',
    });
    expect(await changeFeed(deps(), by('Eli'), { id, basedOn: 1, wanted: feed('wire') })).toMatchObject({
      kind: 'conflict',
      current: { name: 'The Wire', version: 2 },
    });
    expect(await createFeedList(database.db).read()).toEqual([wanted]);
    expect((await audit()).slice(1)).toMatchObject([
      { by: 'Dana', action: 'feed.changed', why: 'too slow', before: { name: 'wire' }, after: { name: 'The Wire' } },
    ]);
  });

  it('that changes nothing is no change', async () => {
    const id = await add('wire');
    const outcome = await changeFeed(deps(), by('Dana'), { id, basedOn: 1, wanted: feed('wire') });
    expect([outcome.kind, (await audit()).length]).toEqual(['unchanged', 1]);
  });

  it('to another address keeps the feed and forgets what the old address gave', async () => {
    const id = await add('wire');
    await database.db.execute(`UPDATE feeds SET etag = '"1"', failures = 4, last_error = 'gone', redirected_to = 'x'`);
    await notDue();
    const wanted = feed('wire', { url: 'https://wire.example/new' });
    expect((await changeFeed(deps(), by('Dana'), { id, basedOn: 1, wanted })).kind).toBe('changed');
    const [row] = await database.db.query('SELECT id, url, etag, failures, redirected_to AS "to" FROM feeds');
    expect(row).toEqual({ id, url: 'https://wire.example/new', etag: null, failures: 0, to: null });
    expect(await claimable()).toEqual(['wire']);
  });

  it('to the address of another feed is refused', async () => {
    const [id, other] = [await add('wire'), await add('courier')];
    const wanted = feed('wire', { url: 'https://courier.example/rss' });
    expect(await changeFeed(deps(), by('Dana'), { id, basedOn: 1, wanted })).toEqual({
      kind: 'taken',
      by: { id: other, name: 'courier', isListed: true },
    });
  });

  it('by a file that is applied counts as an edit, too', async () => {
    const id = await add('wire');
    await createFeedList(database.db).replace([feed('wire', { everySeconds: 60 })], now);
    const outcome = await changeFeed(deps(), by('Dana'), { id, basedOn: 1, wanted: feed('wire') });
    expect(outcome).toMatchObject({ kind: 'conflict', current: { everySeconds: 60, version: 2 } });
  });
});

describe('a feed that is removed', () => {
  it('is off the list, by whoever saw its newest version', async () => {
    const id = await add('wire');
    expect((await removeFeed(deps(), by('Eli'), { id, basedOn: 7 })).kind).toBe('conflict');
    expect((await removeFeed(deps(), by('Dana', 'dead'), { id, basedOn: 1 })).kind).toBe('removed');
    expect((await removeFeed(deps(), by('Eli'), { id, basedOn: 2 })).kind).toBe('gone');
    expect(await listed()).toEqual([]);
    expect((await audit()).at(-1)).toMatchObject({ action: 'feed.removed', why: 'dead', before: { name: 'wire' } });
  });
});

describe('a paused feed', () => {
  const state = async (id: number, at = now) =>
    (await createFeedDeskStore(database.db).details(id, at))?.view.health.state;

  it('is not polled until its pause ends, and says who paused it until when', async () => {
    const id = await add('wire');
    await pauseFeed(deps(), by('Dana', 'moves house'), { id, endsAt: later(60) });
    expect([await claimable(), await claimable(later(59))]).toEqual([[], []]);
    const details = await createFeedDeskStore(database.db).details(id, later(1));
    expect(details?.view.health).toMatchObject({
      ...{ state: 'paused', since: now },
      says: 'paused by Dana until Thu 6 Jan 13:00 UTC: moves house',
    });
    expect(await claimable(later(60))).toEqual(['wire']);
    expect(await state(id, later(60))).toBe('new');
  });

  it('without an end waits until somebody resumes it, and is polled at once then', async () => {
    const id = await add('wire');
    await pauseFeed(deps(), by('Dana'), { id, endsAt: null });
    await notDue();
    expect(await claimable(later(100_000))).toEqual([]);
    expect((await resumeFeed(deps(), by('Eli'), id)).kind).toBe('resumed');
    expect((await resumeFeed(deps(), by('Eli'), id)).kind).toBe('not paused');
    expect(await claimable()).toEqual(['wire']);
    expect((await audit()).map(({ action }) => action)).toEqual(['feed.added', 'feed.paused', 'feed.resumed']);
  });

  it('cannot be paused until a time that is over', async () => {
    const id = await add('wire');
    expect((await pauseFeed(deps(), by('Dana'), { id, endsAt: now })).kind).toBe('past');
    expect(await claimable()).toEqual(['wire']);
  });

  it('that is removed and comes back is not paused any more', async () => {
    const id = await add('wire');
    await pauseFeed(deps(), by('Dana'), { id, endsAt: null });
    await removeFeed(deps(), by('Dana'), { id, basedOn: 1 });
    expect(await add('wire')).toBe(id);
    expect(await claimable()).toEqual(['wire']);
  });
});

describe('a poll that somebody asks for', () => {
  it('comes at once, also of a feed that had ended', async () => {
    const id = await add('wire');
    await notDue();
    await database.db.execute('UPDATE feeds SET ended_at = $1', [now]);
    expect((await pollNow(deps(), by('Dana'), id)).kind).toBe('due');
    expect([await dueAt(id), await claimable()]).toEqual([now, ['wire']]);
  });

  it('never goes round a hold, a pause or a quarantine', async () => {
    const id = await add('wire');
    await notDue();
    const holds = createFetchHolds(database.db);
    await holds.hold({ key: 'https://wire.example/rss', host: 'wire.example' }, later(10), '429', now);
    expect(await pollNow(deps(), by('Dana'), id)).toEqual({ kind: 'held', until: later(10) });
    await pauseFeed(deps(), by('Dana'), { id, endsAt: null });
    expect((await pollNow(deps(), by('Dana'), id)).kind).toBe('paused');
    await database.db.execute('UPDATE feeds SET quarantined_at = $1', [now]);
    expect((await pollNow(deps(), by('Dana'), id)).kind).toBe('quarantined');
    expect(await dueAt(id)).toEqual(later(600));
  });
});

describe('an OPML file', () => {
  it('adds what is not there yet, and only says so when asked for a plan', async () => {
    await add('wire');
    const feeds = [feed('wire', { name: 'Other' }), feed('courier')];
    const plan = await importOpml(deps(), by('Dana'), { feeds, isDryRun: true });
    expect([plan.added, plan.known].map((each) => each.map(({ name }) => name))).toEqual([['courier'], ['Other']]);
    expect(await listed()).toEqual(['wire']);
    await importOpml(deps(), by('Dana'), { feeds, isDryRun: false });
    expect(await listed()).toEqual(['wire', 'courier']);
    expect((await audit()).at(-1)).toMatchObject({
      action: 'feeds.imported',
      after: { count: 1, added: ['https://courier.example/rss'] },
    });
  });
});

describe('two feeds that are one', () => {
  const item = feedItem({ guid: 'g1', link: null, title: 'A riot began in the old town' });

  it('become one: what the other brought is not new when the kept one brings it', async () => {
    const [kept, merged] = [await add('one'), await add('two')];
    await pollFeed(database.db, 'two', [item]);
    const want = { keep: { id: kept, basedOn: 1 }, merge: { id: merged, basedOn: 1 } };
    expect((await mergeDuplicates(deps(), by('Dana', 'same document'), want)).kind).toBe('merged');
    expect(await listed()).toEqual(['one']);
    expect(await pollFeed(database.db, 'one', [item], later(5))).toMatchObject({ created: 0, revised: 0 });
    expect((await audit()).at(-1)).toMatchObject({
      action: 'feed.merged',
      id: String(merged),
      after: { keptId: kept },
    });
  });

  it('are merged by whoever saw both as they are', async () => {
    const [kept, merged] = [await add('one'), await add('two')];
    const want = (basedOn: number) => ({ keep: { id: kept, basedOn: 1 }, merge: { id: merged, basedOn } });
    expect((await mergeDuplicates(deps(), by('Dana'), want(4))).kind).toBe('conflict');
    expect(await listed()).toEqual(['one', 'two']);
  });
});

describe('the last polls of a feed', () => {
  const polls = async (id: number) => (await createFeedDeskStore(database.db).details(id, later(5000)))?.polls ?? [];

  it('are kept, twenty at most, the newest first; what came to the same is one with its count', async () => {
    const id = await add('one');
    for (let index = 0; index < 25; index++)
      await pollFeed(
        database.db,
        'one',
        [feedItem({ guid: `${index}`, title: `Title ${index} of many` })],
        later(index),
      );
    for (const minutes of [30, 31, 32]) await pollFeed(database.db, 'one', [], later(minutes));
    const notes = await polls(id);
    expect(notes).toHaveLength(20);
    expect(notes[0]).toMatchObject({ kind: 'document', times: 3, firstAt: later(30), lastAt: later(32), created: 0 });
    expect(notes[1]).toMatchObject({ times: 1, lastAt: later(24), created: 1, items: 1 });
  });
});
