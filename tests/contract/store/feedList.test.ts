import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import type { FeedDefinition } from '../../../src/domain/configuration/definitions.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const now = new Date('2026-11-24T10:00:00Z');
const later = new Date('2026-11-24T11:00:00Z');

const feed = (name: string, everySeconds: number | null = null): FeedDefinition => ({
  url: `https://${name}.example/rss`,
  name,
  everySeconds,
});
const list = () => createFeedList(database.db);
const stateOf = async (name: string) => {
  const [row] = await database.db.query<{
    etag: string | null;
    dueAt: Date;
    removedAt: Date | null;
    isLeft: readonly boolean[];
  }>(
    `SELECT etag, next_poll_at AS "dueAt", removed_at AS "removedAt",
            ARRAY[ended_at IS NOT NULL, quarantined_at IS NOT NULL] AS "isLeft" FROM feeds WHERE name = $1`,
    [name],
  );
  return row;
};

/** As after a poll that brought something. */
const polled = (name: string, nextPollAt: Date) =>
  database.db.execute(`UPDATE feeds SET etag = '"1"', next_poll_at = $2 WHERE name = $1`, [name, nextPollAt]);

describe('the feed list', () => {
  it('is read back as it was put in, in its order', async () => {
    const feeds = [feed('wire', 300), feed('courier'), { ...feed('azattyq'), fullText: true as const }];
    await list().replace(feeds, now);
    expect(await list().read()).toEqual(feeds);
  });

  it('reads pages for a feed from when its owner allows it, until he no longer does', async () => {
    const allowed = async () => (await list().read()).map(({ fullText }) => fullText);
    await list().replace([feed('wire')], now);
    await list().replace([{ ...feed('wire'), fullText: true }], later);
    expect(await allowed()).toEqual([true]);
    await list().replace([feed('wire')], later);
    expect(await allowed()).toEqual([undefined]);
  });

  it('has a new feed polled at once, and leaves the others at their time', async () => {
    await list().replace([feed('wire')], now);
    await polled('wire', new Date('2026-11-24T12:00:00Z'));
    await list().replace([feed('wire'), feed('courier')], later);
    expect(await stateOf('wire')).toMatchObject({ dueAt: new Date('2026-11-24T12:00:00Z') });
    expect(await stateOf('courier')).toMatchObject({ dueAt: later });
  });

  it('spreads many new feeds, five a second, and those of one host among the others', async () => {
    const many = Array.from({ length: 400 }, (_, index) =>
      feed(index < 200 ? `big.example/${index}` : `small${index}`),
    );
    await list().replace(many, now);
    const dues = await database.db.query<{ name: string; wait: number }>(
      'SELECT name, extract(epoch FROM next_poll_at - $1)::float8 AS wait FROM feeds ORDER BY next_poll_at',
      [now],
    );
    const ofBig = dues.slice(0, 200).filter(({ name }) => name.startsWith('big'));
    expect(dues.at(-1)?.wait).toBeLessThan(80);
    expect(dues[200]?.wait).toBeGreaterThan(30);
    expect(dues[200]?.wait).toBeLessThan(50);
    expect(ofBig.length).toBeGreaterThan(70);
    expect(ofBig.length).toBeLessThan(130);
    await list().replace([...many, feed('one-more')], later);
    expect(await stateOf('one-more')).toMatchObject({ dueAt: later });
  });

  it('has a feed polled at once when its interval changes', async () => {
    await list().replace([feed('wire')], now);
    await polled('wire', new Date('2026-11-24T12:00:00Z'));
    await list().replace([feed('wire', 60)], later);
    expect(await stateOf('wire')).toMatchObject({ dueAt: later, etag: '"1"' });
  });

  it('keeps what is known of a feed that is taken out, for when it comes back', async () => {
    await list().replace([feed('wire'), feed('courier')], now);
    await polled('wire', later);
    await list().replace([feed('courier')], now);
    expect((await list().read()).map(({ name }) => name)).toEqual(['courier']);
    expect(await stateOf('wire')).toMatchObject({ removedAt: now });
    await list().replace([feed('wire'), feed('courier')], later);
    expect(await stateOf('wire')).toMatchObject({ removedAt: null, etag: '"1"' });
  });

  it('leaves alone a feed that ended or was quarantined, until it is taken out and put in again', async () => {
    await list().replace([feed('wire')], now);
    await database.db.execute('UPDATE feeds SET ended_at = $1, quarantined_at = $1', [now]);
    await list().replace([feed('wire', 60)], now);
    expect(await stateOf('wire')).toMatchObject({ isLeft: [true, true] });
    await list().replace([], now);
    await list().replace([feed('wire', 60)], later);
    expect(await stateOf('wire')).toMatchObject({ isLeft: [false, false] });
  });

  it('changes nothing at all when a part of a change fails', async () => {
    await list().replace([feed('wire')], now);
    await expect(list().replace([feed('courier'), feed('broken', -1)], later)).rejects.toThrow();
    expect(await list().read()).toEqual([feed('wire')]);
  });
});
