import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createSweepStore } from '../../../src/adapters/store/shared/stepsWithWork.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import type { Message } from '../../../src/domain/digests/message.ts';
import { type MatchedNews, notificationsOf } from '../../../src/domain/digests/notifications.ts';
import { planSubscription } from '../../../src/domain/digests/planSubscription.ts';
import { planWaiting } from '../../../src/pipeline/plan/planMessages.ts';
import { createStoryWriter } from '../../../src/pipeline/story/storyWriter.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { claimDelivery, settleDelivery } from '../../support/deliveries.ts';
import { silentLog } from '../../support/silentLog.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const planAll = async (at = now): Promise<number> => {
  const store = createPlanStore(database.db);
  for (let planned = 0; ; planned++) {
    const lease = await store.claimDueSubscription(at);
    if (lease === null) return planned;
    await store.planClaimed(lease, at, (due) => planSubscription(due, at, systemRandom.uuid));
  }
};
const notifyAll = async (): Promise<readonly MatchedNews[]> => {
  const store = createPlanStore(database.db);
  const notified: MatchedNews[] = [];
  for (const { lease, load } of await store.claimForPlan(50)) {
    const news = await load(now);
    const planned = { notifications: notificationsOf(news, now), paused: [], unmutedStoryId: null };
    await store.settlePlanned(lease, planned, now);
    notified.push(news);
  }
  return notified;
};
const matchedNothing = `UPDATE pipeline_items SET step = 'story', text_matches = '[]', reading = '{"figures": [], "totals": {}}'`;
const messages = () => createConsoleStore(database.db).messages(100);

const alert: Message = { kind: 'alert', id: systemRandom.uuid(), subscriptionId: 1, key: 'fold:1', entries: [] };

describe('a matched article', () => {
  beforeEach(() => settle(database.db, [{}, { id: 'hourly', schedule: { every: 'hour' } }]));

  it('notifies each subscription that watches its rule: at once, or at its time', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a', title: 'A riot began' })]);
    await passToPlan(database.db);
    const [news] = await notifyAll();
    expect(news).toMatchObject({ matches: [{ rule: { ruleId: 'riot', revision: 1 }, spans: [['title', 2, 6]] }] });
    expect(await planAll()).toBe(1);
    expect((await messages()).map(({ message, state }) => [message.kind, state])).toEqual([['alert', 'pending']]);
    await planAll(later(60));
    expect((await messages()).map(({ message }) => message.kind).sort()).toEqual(['alert', 'digest']);
  });

  it('is gone from the pipeline then, and planning again makes nothing new', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await notifyAll();
    await planAll();
    await notifyAll();
    await planAll();
    expect(await messages()).toHaveLength(1);
    expect(await createConsoleStore(database.db).workLeft(now)).toMatchObject({
      articles: 0,
      subscriptions: 0,
      deliveries: 1,
    });
  });

  it('is sent once, whichever of its near-duplicates comes', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' }), feedItem({ guid: 'b' })]);
    await passToPlan(database.db);
    const store = createPlanStore(database.db);
    for (const { lease, load } of await store.claimForPlan(50)) {
      const notifications = notificationsOf({ ...(await load(now)), foldGroupId: 77 }, now);
      await store.settlePlanned(lease, { notifications, paused: [], unmutedStoryId: null }, now);
    }
    await planAll();
    expect(await messages()).toHaveLength(1);
  });

  it('is planned by one planner, however many plan at once', async () => {
    await pollFeed(
      database.db,
      'one',
      Array.from({ length: 15 }, (_, index) => feedItem({ guid: String(index), title: `Riot ${index}` })),
    );
    await passToPlan(database.db);
    await notifyAll();
    await Promise.all([planAll(), planAll(), planAll()]);
    const keys = (await messages()).map(({ message }) => message.key);
    expect([keys.length, new Set(keys).size]).toEqual([15, 15]);
  });

  it('is not planned for who has unsubscribed, nor sent when that comes between', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await notifyAll();
    await planAll();
    const [message] = await messages();
    const list = createSubscriberList(database.db);
    expect(await list.unsubscribe(message?.subscription.id ?? 0, now)).toBe(true);
    expect(await claimDelivery(database.db, now)).toBeNull();
    expect((await messages())[0]).toMatchObject({ state: 'rejected', response: 'the subscription has ended' });
    await pollFeed(database.db, 'one', [feedItem({ guid: 'b', title: 'Another riot' })]);
    await passToPlan(database.db);
    const [news] = await notifyAll();
    expect(news?.subscriptions.map(({ id }) => id)).not.toContain(message?.subscription.id);
  });
});

describe('a subscription whose planning fails', () => {
  beforeEach(async () => {
    await settle(database.db, [{}, { target: 'b@example.org' }]);
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await notifyAll();
    await setLeaseTime(database.db, now);
    await database.db.execute(`UPDATE subscriptions SET quiet = '{"from": {"hour": 25, "minute": 0}}' WHERE id = 1`);
  });
  const planWaitingAt = async (minute: number) => {
    await setLeaseTime(database.db, later(minute));
    const store = createPlanStore(database.db);
    const [clock, wake] = [{ now: () => now }, () => undefined];
    await planWaiting({ store, clock, wake, random: systemRandom, log: silentLog }, new AbortController().signal);
  };

  it('lets the others by at once, and is quarantined and shown after five times', async () => {
    const consoleStore = createConsoleStore(database.db);
    for (let time = 1; time <= 5; time++) await planWaitingAt(time);
    expect((await messages()).map(({ subscription }) => subscription.id)).toEqual([2]);
    expect(await consoleStore.quarantinedSubscriptions()).toEqual([]);
    await planWaitingAt(6);
    expect(await consoleStore.quarantinedSubscriptions()).toEqual([
      { subscriber: 'A', channel: 'email', pending: 1, dueAt: now },
    ]);
    expect(await consoleStore.counts()).toMatchObject({ quarantined: 1 });
    expect(await consoleStore.workLeft(now)).toMatchObject({ subscriptions: 0 });
    expect(await createSweepStore(database.db).stepsWithWork(now)).not.toContain('plan');
  });

  it('is tried again when it is edited, and sent what waited', async () => {
    for (let time = 1; time <= 6; time++) await planWaitingAt(time);
    await settle(database.db, [{}, { target: 'b@example.org' }]);
    await planWaitingAt(7);
    expect((await messages()).map(({ subscription }) => subscription.id).sort()).toEqual([1, 2]);
  });
});

describe.each([
  ['now', 0],
  ['an hour ago', -60],
])('a plan that says its subscription is due again %s', (_, minutes) => {
  const stalled = { messages: [{ message: alert, keys: ['fold:1'], sendAt: now }], nextDueAt: later(minutes) };
  beforeEach(async () => {
    await settle(database.db, [{}, { target: 'b@example.org' }]);
    await database.db.execute('UPDATE subscriptions SET next_due_at = $1', [now]);
  });
  const planOfFirstIsStalled = async (planned: readonly number[] = []): Promise<readonly number[]> => {
    const store = createPlanStore(database.db);
    const lease = await store.claimDueSubscription(now);
    if (lease === null) return planned;
    const plan = store.planClaimed(lease, now, () => (lease.id === 1 ? stalled : { messages: [], nextDueAt: null }));
    if (lease.id === 1) await expect(plan).rejects.toMatchObject({ name: 'NextDueNotLater' });
    else expect(await plan).toBe(true);
    return planOfFirstIsStalled([...planned, lease.id]);
  };

  it('is refused, with its messages: the others go on at once, and after five times it is quarantined', async () => {
    await setLeaseTime(database.db, now);
    expect(await planOfFirstIsStalled()).toEqual([1, 2]);
    for (let time = 1; time <= 4; time++) {
      await setLeaseTime(database.db, later(time));
      expect(await planOfFirstIsStalled()).toEqual([1]);
    }
    await setLeaseTime(database.db, later(5));
    expect(await planOfFirstIsStalled()).toEqual([]);
    expect(await messages()).toEqual([]);
    expect(await createConsoleStore(database.db).quarantinedSubscriptions()).toHaveLength(1);
  });
});

describe('a delivery', () => {
  beforeEach(async () => {
    await settle(database.db);
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await notifyAll();
    await planAll();
  });

  it('is tried again when it is due, with one more attempt, and ends with the receiver’s words', async () => {
    const first = await claimDelivery(database.db, now);
    if (first === null) throw new Error('nothing to deliver');
    expect(first.outgoing.attempt).toBe(1);
    expect(await claimDelivery(database.db, now)).toBeNull();
    expect(
      await settleDelivery(
        database.db,
        first.lease,
        { state: 'retrying', response: '451 later', retryAt: later(1), isTry: true, hold: null },
        now,
      ),
    ).toBe(true);
    expect(await claimDelivery(database.db, now)).toBeNull();
    const second = await claimDelivery(database.db, later(1));
    if (second === null) throw new Error('nothing to deliver');
    expect(second.outgoing).toMatchObject({ attempt: 2, message: { id: first.outgoing.message.id } });
    expect(
      await settleDelivery(database.db, second.lease, { state: 'sent', response: '250 ok', isTry: true }, later(1)),
    ).toBe(true);
    expect((await messages())[0]).toMatchObject({
      state: 'sent',
      attempts: 2,
      response: '250 ok',
      settledAt: later(1),
    });
  });

  it('is settled by who holds it only', async () => {
    const claimed = await claimDelivery(database.db, now);
    if (claimed === null) throw new Error('nothing to deliver');
    const stolen = { ...claimed.lease, number: claimed.lease.number - 1 };
    expect(await settleDelivery(database.db, stolen, { state: 'sent', response: '', isTry: true }, now)).toBe(false);
  });
});

describe('the story writer', () => {
  beforeEach(() => settle(database.db));

  it('is one: another process leads once it steps down, and an old epoch can settle nothing', async () => {
    const store = createStoryStore(database.db);
    const first = await store.becomeLeader();
    if (first === null) throw new Error('there is another leader');
    expect(await store.becomeLeader()).toBeNull();
    await first.release();
    const second = await store.becomeLeader();
    expect(second?.epoch).toBe(first.epoch + 1);
    await second?.release();
  });

  it('takes no article before an earlier one of its feed that is still to be matched', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' }), feedItem({ guid: 'b' })]);
    await database.db.execute(`${matchedNothing} WHERE sequence = (SELECT max(sequence) FROM pipeline_items)`);
    const store = createStoryStore(database.db);
    const leadership = await store.becomeLeader();
    if (leadership === null) throw new Error('there is another leader');
    expect(await store.nextForStory(leadership)).toBeNull();
    await database.db.execute("UPDATE pipeline_items SET quarantined_at = now() WHERE step = 'match'");
    expect(await store.nextForStory(leadership)).not.toBeNull();
    await leadership.release();
  });

  it('takes no article before an earlier one of its feed whose claim failed, until that has failed twice', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' }), feedItem({ guid: 'b' })]);
    await database.db.execute(matchedNothing);
    await setLeaseTime(database.db, now);
    const store = createStoryStore(database.db);
    const leadership = await store.becomeLeader();
    if (leadership === null) throw new Error('there is another leader');
    const failed = await store.nextForStory(leadership);
    expect(await store.nextForStory(leadership)).toBeNull();
    for (let claim = 2; claim <= 3; claim++) {
      await setLeaseTime(database.db, later(claim));
      expect((await store.nextForStory(leadership))?.lease.id).toBe(failed?.lease.id);
      if (claim === 2) expect(await store.nextForStory(leadership)).toBeNull();
    }
    expect((await store.nextForStory(leadership))?.lease.id).toBeGreaterThan(failed?.lease.id ?? 0);
    await leadership.release();
  });

  it('that failed to take the lead holds nobody up', async () => {
    const store = createStoryStore(database.db);
    await database.db.execute("UPDATE writers SET name = 'none'");
    await expect(store.becomeLeader()).rejects.toThrow(/lacks its row/);
    await database.db.execute("UPDATE writers SET name = 'story'");
    const leadership = await store.becomeLeader();
    expect(leadership).not.toBeNull();
    await leadership?.release();
  });

  it('steps down when it cannot read what it has to know', async () => {
    const store = createStoryStore(database.db);
    let failures = 1;
    const loadFoldMembers = async (since: Date) => {
      if (failures-- > 0) throw new Error('the store went away');
      return store.loadFoldMembers(since);
    };
    const writer = createStoryWriter({
      ...{ store: { ...store, loadFoldMembers }, clock: { now: () => now } },
      ...{ wake: () => undefined, log: silentLog },
    });
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await database.db.execute(matchedNothing);
    await expect(writer.run(new AbortController().signal)).rejects.toThrow('the store went away');
    await writer.run(new AbortController().signal);
    expect(await database.db.query('SELECT step FROM pipeline_items')).toEqual([{ step: 'plan' }]);
    await writer.close();
  });
});
