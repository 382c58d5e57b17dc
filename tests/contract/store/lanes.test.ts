import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Queryable } from '../../../src/adapters/store/database.ts';
import { createDeliverStore } from '../../../src/adapters/store/deliver/deliveries.ts';
import { createNoticeStore, saveNotices } from '../../../src/adapters/store/deliver/notices.ts';
import { createSweepStore } from '../../../src/adapters/store/shared/stepsWithWork.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import type { ChannelName } from '../../../src/domain/digests/subscription.ts';
import type {
  ClaimedDelivery,
  DeliverStore,
  DeliverySettlement,
  RequestedHold,
} from '../../../src/pipeline/deliver/deliverStore.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { makeWaiting } from '../../support/waitingDeliveries.ts';
import { later, now } from '../../support/world.ts';

let database: TestDatabase;
let db: Database;
let store: DeliverStore;
beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  store = createDeliverStore(db);
  await setLeaseTime(db, now);
});
afterEach(() => database.drop());

const hook = (host: string, path = '') => ({ channel: 'webhook', target: `https://${host}.example/${path}` }) as const;
const mail = (name: string) => ({ channel: 'email', target: `${name}@example.org` }) as const;

const claim = (kind: 'working' | 'doubtful', at = now, channel: ChannelName = 'webhook', most = 10) =>
  store.claimDeliveries({ channel, kind, most }, at);
const targets = (claimed: readonly ClaimedDelivery[]) => claimed.map(({ outgoing }) => outgoing.subscription.target);
const working = async (at = now, channel: ChannelName = 'webhook') => targets(await claim('working', at, channel));
const doubtful = async (at = now, channel: ChannelName = 'webhook') => targets(await claim('doubtful', at, channel));

const sent: DeliverySettlement = { state: 'sent', response: '200', isTry: true };
const tried = (minutes: number, hold: RequestedHold | null = null): DeliverySettlement => ({
  ...{ state: 'retrying', response: '503', retryAt: later(minutes), isTry: true, hold },
});
const held = (scope: 'target' | 'channel', afterSeconds: number | null = 60): DeliverySettlement => ({
  ...{ state: 'retrying', response: 'disk full', retryAt: now, isTry: false, hold: { scope, afterSeconds } },
});
const settle = (claimed: readonly ClaimedDelivery[], settlement: DeliverySettlement, at = now) =>
  store.settleDeliveries(
    claimed.map(({ lease }) => ({ lease, settlement })),
    at,
  );
/** The first message of the target. */
const settleNext = async (settlement: DeliverySettlement, at = now, kind: 'working' | 'doubtful' = 'working') => {
  const claimed = await claim(kind, at, 'webhook', 1);
  await settle(claimed, settlement, at);
  return targets(claimed);
};

describe('a lane', () => {
  it('takes one message of each target a time, and never more than two of one in hand, whoever claims', async () => {
    await makeWaiting(db, [{ ...hook('a'), messages: 5 }, hook('b')]);
    const other = createDeliverStore(db);
    const lane = { channel: 'webhook', kind: 'working', most: 10 } as const;
    const claims = await Promise.all(Array.from({ length: 6 }, () => other.claimDeliveries(lane, now)));
    expect(claims.flatMap(targets).sort()).toEqual([hook('a').target, hook('a').target, hook('b').target]);
    const first = claims.flat().find(({ outgoing }) => outgoing.subscription.target === hook('a').target);
    await settle(first === undefined ? [] : [first], sent);
    expect(await working()).toEqual([hook('a').target]);
  });

  it('takes its own channel’s only', async () => {
    await makeWaiting(db, [hook('a'), mail('a')]);
    expect(await working(now, 'email')).toEqual([mail('a').target]);
    expect(await working(now, 'slack')).toEqual([]);
    expect(await working()).toEqual([hook('a').target]);
  });

  it('takes the target that has waited longest first, and what is due only', async () => {
    await makeWaiting(db, [
      { ...hook('late'), dueAt: 2 },
      { ...hook('first'), dueAt: -2 },
      { ...hook('second'), dueAt: -1 },
    ]);
    expect(await working()).toEqual([hook('first').target, hook('second').target]);
  });

  it('forgets what a process that died had in hand when its lease is over', async () => {
    await makeWaiting(db, [hook('a')]);
    await working();
    expect(await working()).toEqual([]);
    await setLeaseTime(db, later(1));
    expect(await working()).toEqual([hook('a').target]);
  });

  it('of targets that fail is another than that of those that work', async () => {
    await makeWaiting(db, [{ ...hook('failing'), messages: 2 }, hook('working')]);
    await settle(await claim('working', now, 'webhook', 1), tried(0));
    expect(await working()).toEqual([hook('working').target]);
    expect(await doubtful()).toEqual([hook('failing').target]);
  });

  it('follows a subscription whose target changed while its messages waited', async () => {
    await makeWaiting(db, [hook('old')]);
    const list = createSubscriberList(db);
    const [subscriber] = await list.read();
    if (subscriber === undefined) throw new Error('nobody subscribes');
    const subscriptions = subscriber.subscriptions.map((each) => ({ ...each, target: hook('new').target }));
    await list.replace([{ ...subscriber, subscriptions }], now);
    expect(await working()).toEqual([hook('new').target]);
    expect(await db.query('SELECT t.key FROM deliveries AS d JOIN targets AS t ON t.id = d.target_id')).toEqual([
      { key: hook('new').target },
    ]);
  });

  it('claims and sweeps read few rows, however many wait behind targets that hang', async () => {
    await makeWaiting(db, [{ ...hook('hanging'), messages: 10_000, dueAt: -5 }, hook('other')]);
    await db.execute('ANALYZE');
    await working();
    await claim('working', now, 'webhook', 1);
    const rowsRead = async () => {
      await db.execute('SELECT pg_stat_force_next_flush()');
      const [row] = await db.query<{ read: number }>(
        `SELECT (idx_tup_fetch + seq_tup_read)::int AS read FROM pg_stat_user_tables WHERE relname = 'deliveries'`,
      );
      return row?.read ?? 0;
    };
    const before = await rowsRead();
    expect(await working()).toEqual([]);
    await createSweepStore(db).stepsWithWork(now);
    expect((await rowsRead()) - before).toBeLessThan(100);
  });
});

describe('a hold', () => {
  it('of a target stops that target, and no other of its host', async () => {
    await makeWaiting(db, [{ ...hook('a', '1'), messages: 2 }, hook('a', '2'), hook('b')]);
    expect(await settleNext(tried(0, { scope: 'target', afterSeconds: 600 }))).toEqual([hook('a', '1').target]);
    expect(await working()).toEqual([hook('a', '2').target, hook('b').target]);
    expect(await doubtful(later(9))).toEqual([]);
    expect(await doubtful(later(10))).toEqual([hook('a', '1').target]);
  });

  it('is the host’s when two of its targets asked for it', async () => {
    await makeWaiting(db, [hook('a', '1'), hook('a', '2'), { ...hook('a', '3'), messages: 2 }, hook('b')]);
    for (let path = 1; path <= 2; path++) await settleNext(tried(0, { scope: 'target', afterSeconds: 600 }));
    expect(await working()).toEqual([hook('b').target]);
    expect(await working(later(9))).toEqual([]);
    const [probe] = await claim('doubtful', later(10));
    expect(probe).toBeDefined();
    expect(await working(later(10))).toEqual([]);
  });

  it('lets one message go first when it has ended, and the others when that succeeded', async () => {
    await makeWaiting(db, [{ ...hook('a'), messages: 4 }]);
    await settleNext(tried(0, { scope: 'target', afterSeconds: 60 }));
    const probe = await claim('doubtful', later(1));
    expect(probe).toHaveLength(1);
    expect([await working(later(1)), await doubtful(later(1))]).toEqual([[], []]);
    await settle(probe, sent, later(1));
    expect(await working(later(1))).toHaveLength(1);
    expect(await working(later(1))).toHaveLength(1);
    expect(await db.query('SELECT FROM holds')).toEqual([]);
  });

  it('goes on when the message that went first was refused, or its process died', async () => {
    await makeWaiting(db, [{ ...hook('a'), messages: 4 }]);
    await settleNext(tried(0, { scope: 'target', afterSeconds: 60 }));
    expect(await settleNext(tried(0, { scope: 'target', afterSeconds: 60 }), later(1), 'doubtful')).toHaveLength(1);
    expect(await doubtful(later(1))).toEqual([]);
    expect(await doubtful(later(2))).toHaveLength(1);
    expect(await doubtful(later(2))).toEqual([]);
    await setLeaseTime(db, later(3));
    expect(await doubtful(later(3))).toHaveLength(1);
  });

  it('of our own making costs no try, and its message is due when it ends', async () => {
    await makeWaiting(db, [hook('a')]);
    const [news] = await settle(await claim('working'), held('target'));
    expect(news).toEqual({ isOurs: true, hold: { until: later(1), since: now, isNew: true } });
    expect(await db.query('SELECT state, attempts, response, due_at AS "dueAt" FROM deliveries')).toEqual([
      { state: 'retrying', attempts: 0, response: 'disk full', dueAt: later(1) },
    ]);
    const [again] = await claim('doubtful', later(1));
    expect(again?.outgoing.attempt).toBe(1);
  });

  it('of our own making, for two targets of a host, stops no third', async () => {
    await makeWaiting(db, [hook('one', 'a'), hook('one', 'b'), hook('one', 'c')]);
    await settleNext(held('target'));
    await settleNext(held('target'));
    expect(await working()).toEqual([hook('one', 'c').target]);
  });

  it('of a channel is saved once, however many messages of a batch ask for it, and is new to one of them', async () => {
    await makeWaiting(db, [mail('a'), mail('b'), mail('c'), hook('d')]);
    const statements: string[] = [];
    const noted = ({ query, execute }: Queryable): Queryable => ({
      query(text, values) {
        statements.push(text);
        return query(text, values);
      },
      execute,
    });
    const watched = {
      ...db,
      transaction: <T>(run: (tx: Queryable) => Promise<T>) => db.transaction((tx) => run(noted(tx))),
    };
    const mails = await claim('working', now, 'email');
    const settled = mails.map(({ lease }, place) => ({
      lease,
      settlement: { ...held('channel'), response: `full ${place}` },
    }));
    const news = await createDeliverStore(watched).settleDeliveries(settled, now);
    expect(news.map(({ hold }) => [hold?.isNew, hold?.until])).toEqual(
      [true, false, false].map((isNew) => [isNew, later(1)]),
    );
    expect(statements.filter((text) => text.includes('INSERT INTO holds'))).toHaveLength(1);
    expect(await db.query('SELECT key, reason FROM holds')).toEqual([{ key: 'email', reason: 'full 2' }]);
    const dueAt = "SELECT DISTINCT due_at AS at FROM deliveries WHERE state = 'retrying'";
    expect(await db.query(dueAt)).toEqual([{ at: later(1) }]);
    expect(await working()).toEqual([hook('d').target]);
  });

  it('of a target is each its own, with the longest time that was asked for', async () => {
    await makeWaiting(db, [{ ...hook('a', '1'), messages: 2 }, hook('b', '2')]);
    const claimed = [...(await claim('working')), ...(await claim('working'))];
    expect(claimed).toHaveLength(3);
    const hold = (place: number) => ({ scope: 'target', afterSeconds: 60 * (place + 1) }) as const;
    const settled = claimed.map(({ lease }, place) => ({ lease, settlement: tried(0, hold(place)) }));
    const news = await store.settleDeliveries(settled, now);
    expect(news.map((each) => each.hold?.isNew)).toEqual([true, true, false]);
    expect(await db.query('SELECT key, held_until AS at FROM holds ORDER BY key')).toEqual([
      { key: `webhook ${hook('a', '1').target}`, at: later(3) },
      { key: `webhook ${hook('b', '2').target}`, at: later(2) },
    ]);
  });

  it('of a channel is over when a notice went by it', async () => {
    const notices = createNoticeStore(db);
    const words = { channel: 'email', recipient: 'ops@example.org', subject: 'S', body: 'B' } as const;
    await saveNotices(db, [{ ...words, key: 'a' }], now);
    const settleNotice = async (settlement: DeliverySettlement, at: Date) => {
      const claimed = await notices.claimNextNotice(at);
      if (claimed !== null) await notices.settleNotice(claimed.lease, settlement, at);
      return claimed !== null;
    };
    expect(await settleNotice(held('channel'), now)).toBe(true);
    expect(await settleNotice(sent, now)).toBe(false);
    expect(await db.query('SELECT key FROM holds')).toEqual([{ key: 'email' }]);
    expect(await settleNotice(sent, later(1))).toBe(true);
    expect(await db.query('SELECT key FROM holds')).toEqual([]);
  });

  it('of a target costs those that are sent to others nothing', async () => {
    await makeWaiting(db, [hook('held'), mail('a'), mail('b')]);
    await settleNext(held('target'));
    const [news, other] = await settle(await claim('working', now, 'email'), sent);
    expect([news, other]).toEqual(Array(2).fill({ isOurs: true, hold: null }));
    expect(await db.query('SELECT key FROM holds')).toHaveLength(1);
  });

  it('of a channel stops all of its targets, and no other channel; one message goes first when it has ended', async () => {
    await makeWaiting(db, [mail('a'), mail('b'), hook('a')]);
    await settle(await claim('working', now, 'email', 1), held('channel'));
    expect(await working(now, 'email')).toEqual([]);
    expect(await working()).toEqual([hook('a').target]);
    expect(await db.query('SELECT scope, key, reason, since, held_until AS "heldUntil" FROM holds')).toEqual([
      { scope: 'channel', key: 'email', reason: 'disk full', since: now, heldUntil: later(1) },
    ]);
    const probe = await claim('doubtful', later(1), 'email');
    expect(probe).toHaveLength(1);
    expect([await working(later(1), 'email'), await doubtful(later(1), 'email')]).toEqual([[], []]);
    await settle(probe, sent, later(1));
    expect(await working(later(1), 'email')).toHaveLength(1);
  });

  it('that asked for no time grows with how long it lasts, and is back within a minute in its first hour', async () => {
    await makeWaiting(db, [hook('a')]);
    let at = now;
    const pauses: number[] = [];
    while (at < later(60)) {
      const [news] = await settle(await claim(at === now ? 'working' : 'doubtful', at), held('target', null), at);
      const until = news?.hold?.until ?? later(-1);
      pauses.push((until.getTime() - at.getTime()) / 1000);
      at = until;
    }
    expect(pauses.slice(0, 3)).toEqual([5, 5, 5]);
    expect(Math.max(...pauses)).toBe(60);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  });
});

describe('a target that works again', () => {
  it('is sent at once what waited for another try', async () => {
    await makeWaiting(db, [{ ...hook('a'), messages: 3 }]);
    await settleNext(tried(30));
    await settleNext(tried(30), now, 'doubtful');
    expect(await doubtful(later(1))).toHaveLength(1);
    await setLeaseTime(db, later(2));
    expect(await settleNext(sent, later(2), 'doubtful')).toHaveLength(1);
    expect(await working(later(2))).toHaveLength(1);
    expect(await working(later(2))).toHaveLength(1);
  });
});
