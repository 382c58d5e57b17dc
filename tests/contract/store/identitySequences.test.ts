import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../src/domain/articles/article.ts';
import { identityKeys } from '../../../src/domain/articles/identity.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await settle(database.db);
});
afterEach(() => database.drop());

type Place = Partial<Pick<FeedItem, 'guid' | 'link' | 'publishedAt' | 'summary'>>;

const titles = {
  mine: 'Miners walk out at the Ekibastuz pit',
  bridge: 'Ferry service replaces the closed Irtysh bridge',
  clinic: 'Power cut empties a clinic in Kostanay',
  trial: 'Court adjourns the trial of four customs officers',
};

/** Undated where `minute` is null. */
const item = (name: keyof typeof titles, minute: number | null, place: Place = {}): FeedItem =>
  feedItem({ title: titles[name], publishedAt: minute === null ? null : later(minute), ...place });

const mine = (place?: Place) => item('mine', -40, place);
const bridge = (place?: Place) => item('bridge', -30, place);
const clinic = (place?: Place) => item('clinic', -20, place);
const trial = (place?: Place) => item('trial', -10, place);

const page = (name: string) => `https://wire.example/${name}`;
const none = { guid: 'n/a' };
const board = { link: page('board') };
const both = { guid: page('board'), link: page('board') };

interface Sequence {
  /** What the feed shows at each poll, an hour apart. */
  readonly polls: readonly (readonly FeedItem[])[];
  /** The titles under which articles are saved. */
  readonly saved: readonly string[];
  readonly revisions?: number;
}

const dateless = (name: string, place: Place) =>
  feedItem({ title: 'Warning', publishedAt: null, summary: name, ...place });

const nothingIsLost: Record<string, Sequence> = {
  'one guid for all, links of their own, a new item a poll': {
    polls: [
      [bridge({ ...none, link: page('b') }), mine({ ...none, link: page('m') })],
      [clinic({ ...none, link: page('c') }), bridge({ ...none, link: page('b') }), mine({ ...none, link: page('m') })],
      [trial({ ...none, link: page('t') })],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic, titles.trial],
  },
  'one guid for all, and no links': {
    polls: [
      [bridge(none), mine(none)],
      [clinic(none), bridge(none)],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'one guid and one link for all': {
    polls: [
      [bridge(both), mine(both)],
      [trial(both), clinic(both), bridge(both)],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic, titles.trial],
  },
  'one guid over one title without dates, at links of their own': {
    polls: [[dateless('wind', { ...none, link: page('1') }), dateless('frost', { ...none, link: page('2') })]],
    saved: ['Warning', 'Warning'],
  },
  'no guid and one link for all': {
    polls: [[clinic(board), bridge(board), mine(board)]],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'no guid, one link, and no dates': {
    polls: [[item('bridge', null, board), item('mine', null, board)], [item('clinic', null, board)]],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'one link that turns out to be shared only at the second poll': {
    polls: [[mine(board)], [bridge(board), mine(board)], [clinic(board)]],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'one title at one link, dated anew': {
    polls: [[item('mine', 5, board), item('mine', 0, board)]],
    saved: [titles.mine, titles.mine],
  },
  'links that differ behind # only': {
    polls: [
      [bridge({ link: page('log#2') }), mine({ link: page('log#1') })],
      [clinic({ link: page('log#3') }), bridge({ link: page('log#2') })],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'the routes of an app, one item a poll': {
    polls: [[item('mine', 0, { link: page('#!/news/1') })], [item('bridge', 60, { link: page('#!/news/2') })]],
    saved: [titles.mine, titles.bridge],
  },
  'the guid of whatever is the latest': {
    polls: [
      [item('mine', 0, { guid: 'top', link: page('m') })],
      [item('bridge', 60, { guid: 'top', link: page('b') })],
      [item('clinic', 120, { guid: 'top', link: page('c') })],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
  'a guid that two items had by mistake, and one has later': {
    polls: [
      [bridge({ guid: '7', link: page('b') }), mine({ guid: '7', link: page('m') })],
      [clinic({ guid: '8', link: page('c') }), mine({ guid: '7', link: page('m') })],
    ],
    saved: [titles.mine, titles.bridge, titles.clinic],
  },
};

const corrected = { summary: 'Corrected' };

const nothingIsTwice: Record<string, Sequence> = {
  'the guid of one item, whose link and title change': {
    polls: [[mine({ guid: '7', link: page('m') })], [item('bridge', -40, { guid: '7', link: page('b') })]],
    saved: [titles.mine],
    revisions: 1,
  },
  'the guid of one item that is updated: another link and date, much the same title': {
    polls: [
      [mine({ guid: '7', link: page('m') })],
      [{ ...item('mine', 50, { guid: '7', link: page('m2') }), title: `${titles.mine}, police say` }],
    ],
    saved: [titles.mine],
    revisions: 1,
  },
  'one page a link, whatever stands behind #': {
    polls: [[mine({ link: page('m#top') })], [mine({ link: page('m#comments') }), mine({ link: page('m') })]],
    saved: [titles.mine],
  },
  'one page a link, corrected under another fragment': {
    polls: [[mine({ link: page('m#rss') })], [item('bridge', -40, { link: page('m#feed') })]],
    saved: [titles.mine],
    revisions: 1,
  },
  'tracking parameters': {
    polls: [
      [mine({ link: page('m?utm_source=a') }), mine({ link: page('m?utm_source=b') })],
      [mine({ link: page('m') })],
    ],
    saved: [titles.mine],
  },
  'one item under two categories': {
    polls: [[mine({ guid: '7', link: page('work/m') }), mine({ guid: '7', link: page('north/m') })]],
    saved: [titles.mine],
  },
  'the second address of an item, left alone': {
    polls: [
      [mine({ guid: '7', link: page('work/m') }), mine({ guid: '7', link: page('north/m') })],
      [mine({ link: page('north/m') })],
    ],
    saved: [titles.mine],
  },
  'the text of an item behind a shared link': {
    polls: [
      [bridge(board), mine(board)],
      [bridge(board), mine({ ...board, ...corrected })],
    ],
    saved: [titles.mine, titles.bridge],
    revisions: 1,
  },
  'the title of an item behind a shared guid': {
    polls: [
      [bridge({ ...none, link: page('b') }), mine({ ...none, link: page('m') })],
      [bridge({ ...none, link: page('b') }), item('trial', -40, { ...none, link: page('m') })],
    ],
    saved: [titles.mine, titles.bridge],
    revisions: 1,
  },
  'one constant entry': {
    polls: [[item('mine', 0, both)], [item('bridge', 60, both)]],
    saved: [titles.mine],
    revisions: 1,
  },
  'a date that lies ahead, behind a shared link': {
    polls: [[item('bridge', 9_000, board), item('mine', 9_000, board)], [item('mine', 9_000, board)]],
    saved: [titles.mine, titles.bridge],
  },
};

async function expectSaved({ polls, saved, revisions = 0 }: Sequence): Promise<void> {
  for (const [index, items] of polls.entries()) await pollFeed(database.db, 'one', items, later(60 * index));
  const rows = await database.db.query<{ title: string; revision: number }>(
    'SELECT title, revision FROM article_revisions',
  );
  const firsts = rows.filter(({ revision }) => revision === 1).map(({ title }) => title);
  expect(firsts.sort()).toEqual([...saved].sort());
  expect(rows.length - firsts.length).toBe(revisions);
}

async function expectNothingNew(items: readonly FeedItem[], minutes: number): Promise<void> {
  expect(await pollFeed(database.db, 'one', items, later(minutes))).toMatchObject({
    created: 0,
    revised: 0,
    churned: 0,
  });
}

describe('a key that several items share names none of them: each is saved, once', () => {
  it.each(Object.entries(nothingIsLost))('%s', async (_name, sequence) => {
    await expectSaved(sequence);
    await expectNothingNew(sequence.polls.at(-1) ?? [], 600);
    await expectNothingNew(sequence.polls.at(-1) ?? [], 1200);
  });
});

describe('a key that an item has alone still names it', () => {
  it.each(Object.entries(nothingIsTwice))('%s', async (_name, sequence) => {
    await expectSaved(sequence);
    await expectNothingNew(sequence.polls.at(-1) ?? [], 600);
  });
});

describe('items behind a shared guid and link whose dates are those of the request', () => {
  it.each([[[mine(both)], [bridge(both)]], [[mine(board), bridge(board), clinic(board)]]].map((each) => [each.flat()]))(
    'are known by their titles: %#',
    async (items) => {
      const dated = (minutes: number) => items.map((each) => ({ ...each, publishedAt: later(minutes) }));
      await pollFeed(database.db, 'one', dated(-1));
      for (let minutes = 60; minutes <= 600; minutes += 60)
        expect(await pollFeed(database.db, 'one', dated(minutes - 1), later(minutes))).toMatchObject({
          ...{ created: 0, revised: 0 },
        });
    },
  );
});

describe('what an earlier version saved stays known', () => {
  /** Leaves the keys that it noted: no titles, no fragments, and no shared guids. */
  async function asBefore(items: readonly FeedItem[]): Promise<void> {
    await database.db.execute("DELETE FROM article_identities WHERE kind = 'title'");
    await database.db.execute("UPDATE article_identities SET is_shared = false WHERE kind = 'guid' OR article_id > 0");
    await database.db.execute('UPDATE served_texts SET published_at = NULL, dated_at = NULL');
    const anchors = items.map((each) => identityKeys(each).anchor);
    await database.db.execute("DELETE FROM article_identities WHERE encode(key, 'hex') = ANY ($1)", [anchors]);
  }

  const audiences = async () =>
    Object.fromEntries(
      (
        await database.db.query<{ title: string; audience: string }>(
          'SELECT title, audience FROM article_revisions WHERE revision = 1',
        )
      ).map(({ title, audience }) => [title, audience]),
    );

  it('under a link of which each new item was a revision', async () => {
    for (const [index, each] of [mine(board), bridge(board)].entries())
      await pollFeed(database.db, 'one', [each], later(index));
    await asBefore([]);
    const items = [clinic(board), bridge(board), mine(board)];
    expect(await pollFeed(database.db, 'one', items, later(60))).toMatchObject({ created: 1, revised: 0 });
    await expectNothingNew(items, 120);
  });

  it('under a link that others shared already', async () => {
    await pollFeed(database.db, 'two', [mine(board)]);
    await pollFeed(database.db, 'one', [bridge({ ...board, guid: '1' }), clinic({ ...board, guid: '2' })]);
    await asBefore([]);
    expect(await pollFeed(database.db, 'two', [mine(board)], later(60))).toMatchObject({ created: 0, revised: 0 });
  });

  it('under a link whose fragment was not looked at, with a date that lay ahead', async () => {
    const ahead = { ...mine({ link: page('log#1') }), publishedAt: later(0) };
    await pollFeed(database.db, 'one', [ahead]);
    await asBefore([ahead]);
    const keys = { ...ahead, publishedAt: later(9_000) };
    const items = [bridge({ link: page('log#2') }), keys];
    expect(await pollFeed(database.db, 'one', items, later(60))).toMatchObject({ created: 1, revised: 0 });
    await expectNothingNew(items, 120);
  });

  it('and what it lost is for whom it would be in a new feed; what comes after is news', async () => {
    await pollFeed(database.db, 'one', [bridge(none)]);
    await asBefore([]);
    const lost = [bridge(none), item('mine', null, none), item('clinic', -3_000, none), trial(none)];
    expect(await pollFeed(database.db, 'one', lost, later(60))).toMatchObject({ created: 3, revised: 0 });
    expect(await audiences()).toMatchObject({
      [titles.mine]: 'nobody',
      [titles.clinic]: 'nobody',
      [titles.trial]: 'everyone',
    });
    const fresh = feedItem({ title: 'A siren sounds in Oskemen', publishedAt: null, ...none });
    await pollFeed(database.db, 'one', [fresh, ...lost], later(120));
    expect(await audiences()).toMatchObject({ [fresh.title]: 'everyone' });
  });

  it('but what a feed brings under the link of another feed’s article is news', async () => {
    await pollFeed(database.db, 'two', [bridge(board)]);
    const items = [item('mine', null, board), item('clinic', null, board)];
    expect(await pollFeed(database.db, 'one', items, later(60))).toMatchObject({ created: 2 });
    expect(await audiences()).toMatchObject({ [titles.mine]: 'everyone', [titles.clinic]: 'everyone' });
  });
});
