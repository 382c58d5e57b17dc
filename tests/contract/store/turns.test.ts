import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database.ts';
import { createMatchStore } from '../../../src/adapters/store/match/articlesToMatch.ts';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createReadStore } from '../../../src/adapters/store/read/articlesToRead.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import type { FeedItem } from '../../../src/domain/articles/article.ts';
import { planWaiting } from '../../../src/pipeline/plan/planMessages.ts';
import type { PlanStore } from '../../../src/pipeline/plan/planStore.ts';
import type { IncomingArticle } from '../../../src/pipeline/poll/pollStore.ts';
import { createStoryWriter } from '../../../src/pipeline/story/storyWriter.ts';
import type { Lease } from '../../../src/ports/lease.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { silentLog } from '../../support/silentLog.ts';
import { rounds } from '../../support/soak.ts';
import { feedItem, incoming, later, now, pollFeed, pollIncoming, settle } from '../../support/world.ts';

/** How feeds take turns at each step: tests of the store, without threads and without waiting. */
let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  await settle(db);
  await setLeaseTime(db, now);
});
afterEach(() => database.drop());

const titled = (title: string): FeedItem => feedItem({ guid: title, title, contentText: `${title} ${title}` });
const titles = (name: string, count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => `${name}${from + index}`);
const publish = (feed: string, all: readonly string[]) => pollFeed(db, feed, all.map(titled));
const publishAs = (feed: string, all: readonly string[], changes: Partial<IncomingArticle>) =>
  pollIncoming(
    db,
    feed,
    all.map((title) => ({ ...incoming(titled(title)), ...changes })),
  );

const reading = { figures: [], totals: {} };
const claimed = async (limit: number) =>
  (await createMatchStore(db).claimForMatch(limit)).map(({ article }) => article.title);

/** Matches so many, in batches. */
async function match(count: number): Promise<void> {
  const store = createMatchStore(db);
  for (let left = count; left > 0; left -= 50) {
    const batch = await store.claimForMatch(Math.min(50, left));
    if (batch.length === 0) return;
    await store.settleMatched(batch.map(({ lease }) => ({ lease, ruleSet: 1, matches: [], reading })));
  }
}

/** Places so many; all that can be placed without more said. */
async function place(count = Number.POSITIVE_INFINITY): Promise<void> {
  const store = createStoryStore(db);
  let left = count;
  const writer = createStoryWriter({
    store: { ...store, nextForStory: async (leadership) => (left-- > 0 ? store.nextForStory(leadership) : null) },
    ...{ clock: { now: () => now }, wake: () => undefined, log: silentLog },
  });
  await writer.run(new AbortController().signal);
  await writer.close();
}

/** Titles in the order in which they were placed, as a writer that takes over reads them. */
const placed = async () =>
  (
    await db.query<{ title: string }>(
      'SELECT r.title FROM story_members AS m JOIN article_revisions AS r USING (article_id, revision, seen_at) ORDER BY m.sequence',
    )
  ).map(({ title }) => title);

/** How many of the flood were placed before it. */
const before = async (title: string) => {
  const all = await placed();
  expect(all).toContain(title);
  return all.indexOf(title);
};

describe('while a feed brings hundreds of articles, what a quiet feed brings', () => {
  it('is matched with the next batch', async () => {
    await publish('one', titles('flood', 400));
    await match(100);
    await publish('two', ['quiet']);
    expect(await claimed(50)).toContain('quiet');
  });

  it('is placed next, though most of the flood was matched before', async () => {
    await publish('one', titles('flood', 60));
    await match(50);
    await place(10);
    await publish('two', ['quiet']);
    await match(Number.POSITIVE_INFINITY);
    await place();
    expect(await before('quiet')).toBeLessThan(15);
    expect(await placed()).toHaveLength(61);
  });

  it('is planned next, though most of the flood was placed before', async () => {
    await publish('one', titles('flood', 40));
    await match(40);
    await place();
    const plan = createPlanStore(db);
    const nothing = { notifications: [], paused: [], unmutedStoryId: null };
    for (const { lease } of await plan.claimForPlan(10)) await plan.settlePlanned(lease, nothing, now);
    await publish('two', ['quiet']);
    await match(1);
    await place();
    const next = await plan.claimForPlan(5);
    expect(await Promise.all(next.map(async ({ load }) => (await load(now)).article.title))).toContain('quiet');
  });

  it('has its page read next, though the pages of the flood wait', async () => {
    const page = { host: 'one.example', readUntil: now };
    await publishAs('one', titles('flood', 50), { page });
    await publishAs('two', ['quiet'], { page: { ...page, host: 'two.example' } });
    const read = createReadStore(db);
    const firstTwo = [await read.claimForRead(now), await read.claimForRead(now)];
    expect(firstTwo.map((unread) => unread?.article.title)).toEqual(['flood0', 'quiet']);
  });

  it('takes turns with it, article by article, and so does a second flood', async () => {
    await publish('one', titles('a', 6));
    await match(2);
    await place(2);
    await publish('two', titles('b', 3));
    await match(Number.POSITIVE_INFINITY);
    await place();
    expect(await placed()).toEqual(['a0', 'a1', 'a2', 'b0', 'a3', 'b1', 'a4', 'b2', 'a5']);
  });

  it('waits no longer because the flood was there yesterday', async () => {
    await publish('one', titles('flood', 20));
    await match(20);
    await place();
    await publish('two', titles('b', 2));
    await publish('one', titles('a', 2));
    await match(4);
    await place();
    expect((await placed()).slice(20)).toEqual(['b0', 'a0', 'b1', 'a1']);
  });
});

describe('what is too old to be an alert', () => {
  it.each(['nobody', 'digests'] as const)(
    'comes after all that is not, of whatever feed (for %s)',
    async (audience) => {
      await publishAs('one', titles('old', 60), { audience });
      await publish('one', ['fresh']);
      await publish('two', titles('quiet', 3));
      expect((await claimed(4)).toSorted()).toEqual(['fresh', 'quiet0', 'quiet1', 'quiet2']);
      await setLeaseTime(db, later(1));
      expect(await claimed(2)).toEqual(['old0', 'old1']);
    },
  );

  it('does not keep back what the feed brings later', async () => {
    await publishAs('one', titles('old', 60), { audience: 'nobody' });
    await match(60);
    await place(10);
    await publish('one', ['fresh']);
    await match(1);
    await place();
    expect(await before('fresh')).toBe(10);
  });

  it('does keep back a change of it: what the article said first is placed first', async () => {
    await publishAs('one', ['old'], { audience: 'nobody' });
    await pollFeed(db, 'two', [feedItem({ guid: 'else', title: 'else' })]);
    const changed = { ...titled('old'), title: 'changed' };
    await pollFeed(db, 'one', [changed], later(1));
    await match(Number.POSITIVE_INFINITY);
    await place();
    expect(await placed()).toEqual(['else', 'old', 'changed']);
  });
});

describe('a change of an article that is still on its way', () => {
  const linked = (title: string): FeedItem =>
    feedItem({ guid: title, link: 'https://wire.example/story', title, contentText: title.repeat(9) });

  it('stands right behind it, whichever feed brings the change', async () => {
    await publish('one', titles('flood', 30));
    await pollFeed(db, 'one', [linked('first')]);
    await pollFeed(db, 'two', [linked('second')], later(1));
    await publish('two', ['quiet']);
    await match(Number.POSITIVE_INFINITY);
    await place();
    const all = await placed();
    expect(all.indexOf('quiet')).toBeLessThan(5);
    expect(all.indexOf('second')).toBe(all.indexOf('first') + 1);
  });

  it('is not placed before it, even if that has failed again and again', async () => {
    await pollFeed(db, 'one', [linked('first')]);
    await db.execute('UPDATE pipeline_items SET unsettled_claims = 4');
    await pollFeed(db, 'two', [linked('second')], later(1));
    await match(1);
    await place();
    expect(await placed()).toEqual([]);
    await db.execute('UPDATE pipeline_items SET unsettled_claims = 0');
    await match(1);
    await place();
    expect(await placed()).toEqual(['first', 'second']);
  });
});

describe('an article that matching fails with', () => {
  it('holds up no other of its batch, nor of its feed', async () => {
    const store = createMatchStore(db);
    await publish('one', ['poison', 'a', 'b']);
    await publish('two', ['c']);
    const batch = await store.claimForMatch(50);
    const [poison, ...others] = batch.map(({ lease }) => lease);
    if (poison === undefined) throw new Error('nothing to claim');
    await store.release(others);
    await store.suspect([poison]);
    await match(3);
    await store.claimSuspect();
    await place();
    expect(await placed()).toEqual(['c', 'a', 'b']);
  });

  it('in hand for the first time holds up its own feed only', async () => {
    await publish('one', ['slow', 'a']);
    await createMatchStore(db).claimForMatch(1);
    await publish('two', ['c']);
    await match(2);
    await place();
    expect(await placed()).toEqual(['c']);
  });
});

describe('the plan step', () => {
  const planOnce = (changes: Partial<PlanStore>) =>
    planWaiting(
      {
        store: { ...createPlanStore(db), ...changes },
        ...{ clock: { now: () => now }, random: systemRandom, wake: () => undefined, log: silentLog },
      },
      new AbortController().signal,
    );
  beforeEach(async () => {
    await publish('one', titles('flood', 260));
    await db.execute("UPDATE pipeline_items SET step = 'plan', fold_group_id = 1");
  });

  it('makes messages before all articles of a flood are planned, for one article a subscription', async () => {
    const store = createPlanStore(db);
    const calls: string[] = [];
    const dueSubscriptions = [0, 120, 0];
    await planOnce({
      claimForPlan: async (limit) => {
        const claim = await store.claimForPlan(limit);
        calls.push(`${claim.length} articles`);
        return claim;
      },
      claimDueSubscription: async () => {
        const [due = 0] = dueSubscriptions;
        if (due > 0) {
          dueSubscriptions[0] = due - 1;
          return { id: 1, number: 1 };
        }
        dueSubscriptions.shift();
        calls.push('messages');
        return null;
      },
      planClaimed: async () => true,
    });
    const whole = Array.from({ length: 3 }, () => '50 articles');
    expect(calls).toEqual([
      ...['50 articles', 'messages', '50 articles', 'messages', ...whole, 'messages'],
      ...['10 articles', 'messages', '0 articles', 'messages'],
    ]);
  });

  it('gives back, uncounted, those behind an article whose planning fails', async () => {
    let planned = 0;
    const settlePlanned = async () => {
      if (++planned === 3) throw new Error('an article like no other');
      return true;
    };
    await expect(planOnce({ settlePlanned })).rejects.toThrow('like no other');
    expect(
      await db.query('SELECT unsettled_claims AS claims, count(*) FROM pipeline_items GROUP BY 1 ORDER BY 1'),
    ).toEqual([
      { claims: 0, count: 257 },
      { claims: 1, count: 3 },
    ]);
  });
});

it('of one story articles are planned in the order in which they were placed, also after a merge', async () => {
  await publish('one', titles('flood', 10));
  await match(10);
  await place();
  await db.execute(`UPDATE pipeline_items SET turn = 100 - turn`);
  const stories = await db.query<{ id: number }>('SELECT DISTINCT story_id AS id FROM pipeline_items ORDER BY 1');
  const [into, ...rest] = stories.map(({ id }) => id);
  for (const other of rest)
    await db.execute(
      "INSERT INTO story_edits (kind, story_id, other_id, made_by, reason, made_at) VALUES ('merge', $1, $2, 'test', 'test', $3)",
      [into, other, now],
    );
  await place();
  const order = await createPlanStore(db).claimForPlan(3);
  const loaded = await Promise.all(order.map(async ({ load }) => (await load(now)).article.title));
  expect(loaded).toEqual(['flood0', 'flood1', 'flood2']);
});

/**
 * Whatever is polled, claimed, settled late, given up or lost in between: every article is placed once, those of a feed in their
 * order as far as nothing failed twice, revisions in theirs always, and what was placed first is first for whoever takes over.
 */
describe('in any interleaving', () => {
  type Event = {
    readonly kind: 'poll' | 'change' | 'claim' | 'settle' | 'fail' | 'die' | 'place';
    readonly at: number;
  };
  const event: fc.Arbitrary<Event> = fc.record({
    kind: fc.constantFrom(
      'poll',
      'poll',
      'change',
      'claim',
      'claim',
      'settle',
      'settle',
      'fail',
      'die',
      'place',
      'place',
    ),
    at: fc.nat(11),
  });

  /** A feed, and for each of its articles how many revisions were polled. */
  interface World {
    readonly feeds: Map<string, number[]>;
    /** First revisions that are no backlog. */
    readonly fresh: Set<string>;
    readonly inHand: Lease[][];
    minute: number;
  }
  const versionOf = (feed: string, article: number, revision: number) =>
    feedItem({
      ...{ guid: `${feed}${article}`, title: `${feed} ${article} ${revision}` },
      contentText: `${feed} ${article} ${revision} `.repeat(5),
    });

  async function take(world: World, { kind, at }: Event): Promise<void> {
    const store = createMatchStore(db);
    const feed = at % 2 === 0 ? 'one' : 'two';
    const articles = world.feeds.get(feed) ?? [];
    const batch = world.inHand[at % Math.max(1, world.inHand.length)] ?? [];
    const settle = async (leases: readonly Lease[]) => {
      await store.settleMatched(leases.map((lease) => ({ lease, ruleSet: 1, matches: [], reading })));
      world.inHand.splice(world.inHand.indexOf(batch), 1);
    };
    switch (kind) {
      case 'poll': {
        const isOld = at > 8;
        const added = Array.from({ length: 1 + (at % 5) }, (_, index) => articles.length + index);
        world.feeds.set(feed, [...articles, ...added.map(() => 1)]);
        if (!isOld) for (const article of added) world.fresh.add(`${feed} ${article} 1`);
        const audience = isOld ? 'nobody' : 'everyone';
        const all = added.map((article) => ({ ...incoming(versionOf(feed, article, 1)), audience }) as const);
        await pollIncoming(db, feed, all, later(++world.minute));
        return;
      }
      case 'change': {
        if (articles.length === 0) return;
        const article = at % articles.length;
        const revision = (articles[article] ?? 0) + 1;
        articles[article] = revision;
        await pollFeed(db, feed, [versionOf(feed, article, revision)], later(++world.minute));
        return;
      }
      case 'claim':
        world.inHand.push((await store.claimForMatch(1 + (at % 3))).map(({ lease }) => lease));
        return;
      case 'settle':
        return settle(batch);
      case 'fail': {
        const [first, ...others] = batch;
        if (first === undefined) return;
        await store.release(others);
        await store.suspect([first]);
        world.inHand.splice(world.inHand.indexOf(batch), 1);
        return;
      }
      case 'die': {
        world.inHand.splice(0);
        await setLeaseTime(db, later(++world.minute));
        const suspects = await store.claimSuspect();
        return settle(suspects.map(({ lease }) => lease));
      }
      case 'place':
        return place(1 + at);
    }
  }

  async function finish(world: World): Promise<void> {
    const store = createMatchStore(db);
    for (let left = true; left; ) {
      world.minute += 5;
      await setLeaseTime(db, later(world.minute));
      const suspects = await store.claimSuspect();
      await store.settleMatched(suspects.map(({ lease }) => ({ lease, ruleSet: 1, matches: [], reading })));
      await match(50);
      await place();
      left = (await db.query("SELECT FROM pipeline_items WHERE line = 'match' AND quarantined_at IS NULL")).length > 0;
    }
  }

  it.each([true, false])(
    'nothing is lost and order is kept (with failures: %s)',
    async (hasFailures) => {
      const plan = fc.array(event, { minLength: 5, maxLength: 40 });
      await fc.assert(
        fc.asyncProperty(plan, async (events) => {
          await db.execute(
            'DELETE FROM pipeline_items; DELETE FROM story_members; DELETE FROM articles; DELETE FROM article_revisions; DELETE FROM article_identities; DELETE FROM served_texts',
          );
          const world: World = { feeds: new Map(), fresh: new Set(), inHand: [], minute: 0 };
          for (const each of events) {
            if (!hasFailures && each.kind === 'fail') continue;
            await take(world, each);
          }
          await finish(world);
          const all = await placed();
          const expected = [...world.feeds].flatMap(([feed, articles]) =>
            articles.flatMap((revisions, article) =>
              Array.from({ length: revisions }, (_, index) => `${feed} ${article} ${index + 1}`),
            ),
          );
          expect(all.toSorted()).toEqual(expected.toSorted());
          expect(brokenOrders(all, (title) => title.replace(/ \d+$/, ''))).toEqual([]);
          if (hasFailures) return;
          const firsts = all.filter((title) => world.fresh.has(title));
          expect(brokenOrders(firsts, (title) => title.replace(/ \d+ \d+$/, ''))).toEqual([]);
        }),
        {
          numRuns: rounds({ short: 6, long: 300, setting: 'TOCSIN_TURNS' }),
          ...(process.env.TOCSIN_SEED && { seed: Number(process.env.TOCSIN_SEED) }),
        },
      );
    },
    900_000,
  );

  /** Pairs of one group whose numbers fall. */
  function brokenOrders(all: readonly string[], groupOf: (title: string) => string): readonly string[] {
    const last = new Map<string, readonly number[]>();
    const broken: string[] = [];
    for (const title of all) {
      const numbers = (title.match(/\d+/g) ?? []).map(Number);
      const before = last.get(groupOf(title));
      if (before !== undefined && isLess(numbers, before)) broken.push(`${before} then ${title}`);
      last.set(groupOf(title), numbers);
    }
    return broken;
  }
  const isLess = ([a = 0, b = 0]: readonly number[], [c = 0, d = 0]: readonly number[]) => a < c || (a === c && b < d);
});
