import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import {
  feedItem,
  feedUrl,
  incoming,
  later,
  now,
  planAt,
  pollFeed,
  pollIncoming,
  remembered,
  settle,
} from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

const count = async (table: string): Promise<number> => {
  const [row] = await database.db.query<{ count: number }>(`SELECT count(*) FROM ${table}`);
  return row?.count ?? 0;
};

describe('an article is known again', () => {
  it('by its guid in its feed, its link in any feed, its text at its outlet', async () => {
    const text = 'The same long text of one outlet, '.repeat(10);
    await pollFeed(database.db, 'one', [
      feedItem({ guid: 'g', link: 'https://wire.example/a?utm_source=x', contentText: text }),
    ]);
    expect(
      await pollFeed(database.db, 'one', [feedItem({ guid: 'g', link: 'https://wire.example/a', contentText: text })]),
    ).toMatchObject({ created: 0, known: 1 });
    expect(
      await pollFeed(database.db, 'two', [
        feedItem({ guid: 'other', link: 'http://wire.example/a/', contentText: text }),
      ]),
    ).toMatchObject({ created: 0, known: 1 });
    expect(
      await pollFeed(database.db, 'two', [
        feedItem({ guid: 'third', link: 'https://wire.example/b', contentText: text }),
      ]),
    ).toMatchObject({ created: 0, known: 1 });
  });

  it('but the same guid in another feed, or the same text of another outlet, is another article', async () => {
    const text = 'The same agency text in two outlets, '.repeat(10);
    await pollFeed(database.db, 'one', [feedItem({ guid: '1', contentText: text })]);
    const elsewhere = { name: 'Courier', domain: 'courier.example' };
    expect(
      await pollFeed(database.db, 'two', [feedItem({ guid: '1', contentText: text, outlet: elsewhere })]),
    ).toMatchObject({ created: 1 });
  });

  it('but not by a link that many items share, each with a guid of its own', async () => {
    const items = ['a', 'b', 'c'].map((guid) => feedItem({ guid, title: guid, link: 'https://wire.example/' }));
    expect(await pollFeed(database.db, 'one', items)).toMatchObject({ created: 3 });
    expect(await pollFeed(database.db, 'one', items)).toMatchObject({ created: 0, revised: 0, known: 3 });
  });

  it('and a link that was shared once names no article later, when only one item of the page is left', async () => {
    const ticker = (guid: string) => feedItem({ guid, title: `Update ${guid}`, link: 'https://wire.example/live' });
    await pollFeed(database.db, 'one', [ticker('b'), ticker('a')]);
    expect(await pollFeed(database.db, 'one', [ticker('c')])).toMatchObject({ created: 1 });
    expect(await pollFeed(database.db, 'one', [ticker('d')])).toMatchObject({ created: 1, revised: 0 });
  });

  it('by title and page, where most of a document comes again under new guids and addresses', async () => {
    const page = (visit: number, names: readonly string[]) =>
      names.map((name) =>
        feedItem({
          guid: `${name} ${visit}`,
          title: `What happened in ${name} today`,
          link: `https://wire.example/${name}?visit=${visit}`,
        }),
      );
    await pollFeed(database.db, 'one', page(1, ['Aktau', 'Almaty', 'Astana']));
    const names = ['Taraz', 'Aktau', 'Almaty', 'Astana'];
    expect(await pollFeed(database.db, 'one', page(2, names), later(60))).toMatchObject({ created: 1, churned: 3 });
    expect(await pollFeed(database.db, 'one', page(3, names), later(120))).toMatchObject({ created: 0, churned: 4 });
    expect(await pollFeed(database.db, 'two', page(4, names), later(120))).toMatchObject({ created: 4, churned: 0 });
    expect(await pollFeed(database.db, 'one', page(5, names), later(60 * 24 * 9))).toMatchObject({ created: 4 });
  });

  it('but one rubric of a page that comes again under a new address is news', async () => {
    const briefing = (day: number) =>
      feedItem({ guid: `b${day}`, title: 'The morning briefing', link: `https://wire.example/briefing?day=${day}` });
    const others = ['x', 'y'].map((guid) => feedItem({ guid, title: `A story of ${guid}`, link: null }));
    await pollFeed(database.db, 'one', [briefing(1), ...others]);
    expect(await pollFeed(database.db, 'one', [briefing(2), ...others], later(60))).toMatchObject({ created: 1 });
  });

  it('by its link under ever new guids, of which no more than one is kept', async () => {
    for (let visit = 0; visit < 5; visit++) {
      const item = feedItem({ guid: `session-${visit}`, link: 'https://wire.example/a', title: 'Unrest' });
      await pollFeed(database.db, 'one', [item], later(visit));
    }
    expect(await count('articles')).toBe(1);
    expect(await count("article_identities WHERE kind = 'guid'")).toBe(1);
  });

  it('whatever the length of its outlet’s name, and of its host', async () => {
    const noise = Array.from({ length: 2000 }, (_, index) => String.fromCodePoint(0x4e00 + ((index * 7919) % 20000)));
    const outlet = { name: noise.join(''), domain: null };
    const text = 'A long text of an outlet with a long name, '.repeat(8);
    const items = [feedItem({ guid: 'a', contentText: text, outlet })];
    expect(await pollFeed(database.db, 'one', items)).toMatchObject({ created: 1 });
    expect(await pollFeed(database.db, 'two', items)).toMatchObject({ created: 0, known: 1 });
  });

  it('though it stands in one document twice', async () => {
    const item = feedItem({ guid: 'g', link: 'https://wire.example/a' });
    expect(await pollFeed(database.db, 'one', [item, { ...item, guid: null }, item])).toMatchObject({ created: 1 });
  });

  it('though two feeds bring it at the same moment', async () => {
    // The month's tables are made first: making them would let one feed in after the other.
    await pollFeed(database.db, 'one', [feedItem({ guid: 'earlier' })]);
    const store = createPollStore(database.db);
    await database.db.execute('UPDATE feeds SET next_poll_at = $1', [now]);
    const claimed = await store.claimDueFeeds(now, 2);
    expect(claimed).toHaveLength(2);
    const links = Array.from({ length: 50 }, (_, index) => `https://wire.example/${index}`);
    const articles = (order: readonly string[], feed: string) =>
      order.map((link) => incoming(feedItem({ guid: `${feed} ${link}`, link })));
    await Promise.all(
      claimed.map(({ lease, feed }, index) => {
        const order = index === 0 ? links : [...links].reverse();
        return store.settlePoll(
          lease,
          {
            kind: 'document',
            articles: articles(order, feed.name),
            ...remembered,
            plan: () => planAt(later(60)),
          },
          now,
        );
      }),
    );
    expect(await count('articles')).toBe(51);
    expect(await count('pipeline_items')).toBe(51);
    expect(
      await pollFeed(
        database.db,
        'two',
        links.map((link) => feedItem({ guid: `two ${link}`, link })),
      ),
    ).toMatchObject({ created: 0, revised: 0 });
  });
});

describe('a change of the text', () => {
  it('is a new revision, with a pipeline item of its own', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'g', title: 'First' })]);
    expect(await pollFeed(database.db, 'one', [feedItem({ guid: 'g', title: 'Second' })], later(5))).toMatchObject({
      revised: 1,
    });
    expect(await database.db.query('SELECT revision, step FROM pipeline_items ORDER BY revision')).toEqual([
      { revision: 1, step: 'match' },
      { revision: 2, step: 'match' },
    ]);
  });

  it('is one too when the feed goes back to a text that it had before: the toll that was raised by mistake', async () => {
    const say = (title: string, minutes: number) =>
      pollFeed(database.db, 'one', [feedItem({ guid: 'g', title })], later(minutes));
    await say('8 killed', 0);
    expect(await say('18 killed', 5)).toMatchObject({ revised: 1 });
    expect(await say('8 killed', 10)).toMatchObject({ revised: 1 });
    expect(await say('8 killed', 15)).toMatchObject({ revised: 0 });
    const titles = await database.db.query('SELECT title FROM article_revisions ORDER BY revision');
    expect(titles).toEqual([{ title: '8 killed' }, { title: '18 killed' }, { title: '8 killed' }]);
  });

  it('of a new feed’s backlog notifies no sooner than the item would', async () => {
    const old = new Date(now.getTime() - 21 * 86_400_000);
    const say = async (title: string, publishedAt: Date | null, minutes: number) => {
      const first = minutes === 0;
      const item = incoming(feedItem({ guid: String(publishedAt), title, publishedAt }));
      const audience = first ? 'nobody' : publishedAt === null ? 'everyone' : 'digests';
      await pollIncoming(database.db, 'one', [{ ...item, audience }], later(minutes));
    };
    for (const publishedAt of [old, null]) {
      await say('First', publishedAt, 0);
      await say('Second', publishedAt, 5);
    }
    const audiences = await database.db.query('SELECT audience FROM article_revisions WHERE revision = 2');
    expect(audiences).toEqual([{ audience: 'digests' }, { audience: 'digests' }]);
  });

  it('is shown with the text before it, the newest first', async () => {
    const say = (title: string, minutes: number) =>
      pollFeed(database.db, 'one', [feedItem({ guid: 'g', title, summary: 'The same' })], later(minutes));
    await say('8 killed', 0);
    await say('18 killed', 5);
    await say('28 killed', 10);
    expect(await createConsoleStore(database.db).changes(10)).toMatchObject([
      { revision: 3, before: { title: '18 killed', body: 'The same' }, after: { title: '28 killed' } },
      { revision: 2, before: { title: '8 killed' }, after: { title: '18 killed' }, changedAt: later(5) },
    ]);
  });

  it('is followed to and fro twice a day at most, where the servers of a publisher answer in turn with two versions', async () => {
    let revised = 0;
    for (let minutes = 0; minutes < 100; minutes += 5) {
      const item = feedItem({ guid: 'g', title: minutes % 10 === 0 ? 'One' : 'Other' });
      revised += (await pollFeed(database.db, 'one', [item], later(minutes))).revised;
    }
    expect(revised).toBe(3);
    const other = feedItem({ guid: 'g', title: 'Third' });
    expect(await pollFeed(database.db, 'one', [other], later(105))).toMatchObject({ revised: 1 });
  });

  it('is none where two feeds serve the same link with texts of their own, poll after poll', async () => {
    const link = 'https://wire.example/a';
    await pollFeed(database.db, 'one', [feedItem({ link, title: 'Long' })]);
    await pollFeed(database.db, 'two', [feedItem({ link, title: 'Short' })]);
    for (const [feed, title] of [
      ['one', 'Long'],
      ['two', 'Short'],
      ['one', 'Long'],
    ] as const) {
      expect(await pollFeed(database.db, feed, [feedItem({ link, title })])).toMatchObject({ revised: 0 });
    }
    expect(await count('article_revisions')).toBe(2);
  });
});

it('keeps what PostgreSQL could not: damage is taken out, not the article', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'a\u0000b', title: 'Half \ud83d a \u0000 pair' })]);
  const [saved] = await database.db.query<{ title: string }>('SELECT title FROM article_revisions');
  expect(saved?.title).toBe('Half \ufffd a  pair');
});

it('saves an article in the month in which it was first seen', async () => {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'jan' })], new Date('2022-01-31T23:59:59Z'));
  await pollFeed(database.db, 'one', [feedItem({ guid: 'feb' })], new Date('2022-02-01T00:00:00Z'));
  expect([await count('articles_2022_01'), await count('articles_2022_02')]).toEqual([1, 1]);
});

describe('a poll that lost its lease', () => {
  it('saves nothing', async () => {
    const store = createPollStore(database.db);
    const [claimed] = await store.claimDueFeeds(now, 1);
    if (claimed === undefined) throw new Error('nothing due');
    await database.db.execute('UPDATE feeds SET lease_number = lease_number + 1');
    const settlement = {
      kind: 'document',
      articles: [incoming(feedItem({ guid: 'g' }))],
      ...remembered,
      plan: () => planAt(now),
    } as const;
    expect(await store.settlePoll(claimed.lease, settlement, now)).toBeNull();
    expect(await count('articles')).toBe(0);
  });
});

it('remembers how a poll ended', async () => {
  const store = createPollStore(database.db);
  const state = async () =>
    (await database.db.query('SELECT failures, last_error, ended_at FROM feeds WHERE url = $1', [feedUrl('one')]))[0];
  const poll = async (settlement: Parameters<typeof store.settlePoll>[1]) => {
    await database.db.execute('UPDATE feeds SET next_poll_at = CASE WHEN url = $1 THEN $2::timestamptz ELSE $3 END', [
      feedUrl('one'),
      now,
      later(1000),
    ]);
    const [claimed] = await store.claimDueFeeds(now, 1);
    if (claimed !== undefined) await store.settlePoll(claimed.lease, settlement, now);
  };
  await poll({ kind: 'failed', reason: 'timeout', message: 'no', nextPollAt: now });
  await poll({ kind: 'failed', reason: 'timeout', message: 'still no', nextPollAt: now });
  expect(await state()).toEqual({ failures: 2, last_error: 'still no', ended_at: null });
  await poll({ kind: 'unchanged', ...remembered, plan: planAt(now) });
  expect(await state()).toEqual({ failures: 0, last_error: null, ended_at: null });
  await poll({ kind: 'ended', reason: 'gone', message: 'gone' });
  expect(await state()).toMatchObject({ ended_at: now });
});
