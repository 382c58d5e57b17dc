import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createConsoleStore } from '../../../src/adapters/store/consoleStore.ts';
import { createDeliverStore } from '../../../src/adapters/store/deliverStore.ts';
import { createPlanStore } from '../../../src/adapters/store/planStore.ts';
import { createStoryStore } from '../../../src/adapters/store/storyStore.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscriberList.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import { planSubscription } from '../../../src/domain/digests/planSubscription.ts';
import { tellArticle } from '../../../src/domain/digests/tellArticle.ts';
import type { PlannableArticle } from '../../../src/pipeline/planStore.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const planAll = async (at = now): Promise<number> => {
  const store = createPlanStore(database.db);
  let planned = 0;
  while (await store.planNextDue(at, (due) => planSubscription(due, at, systemRandom.uuid))) planned++;
  return planned;
};
const tellAll = async (): Promise<readonly PlannableArticle[]> => {
  const store = createPlanStore(database.db);
  const claimed = await store.claimForPlan(50);
  for (const news of claimed) await store.settlePlanned(news.lease, tellArticle(news, now), now);
  return claimed;
};
const messages = () => createConsoleStore(database.db).messages(100);

describe('a matched article', () => {
  beforeEach(() => settle(database.db, [{}, { id: 'hourly', schedule: { every: 'hour' } }]));

  it('is told to each subscription that watches its rule: at once, or at its time', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a', title: 'A riot began' })]);
    await passToPlan(database.db);
    const [news] = await tellAll();
    expect(news).toMatchObject({ matches: [{ rule: { ruleId: 'riot', revision: 1 }, spans: [['title', 2, 6]] }] });
    expect(await planAll()).toBe(1);
    expect((await messages()).map(({ message, state }) => [message.kind, state])).toEqual([['alert', 'pending']]);
    await planAll(later(60));
    expect((await messages()).map(({ message }) => message.kind).sort()).toEqual(['alert', 'digest']);
  });

  it('is gone from the pipeline then, and planning again makes nothing new', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await tellAll();
    await planAll();
    await tellAll();
    await planAll();
    expect(await messages()).toHaveLength(1);
    expect(await createConsoleStore(database.db).workLeft(now)).toMatchObject({
      articles: 0,
      subscriptions: 0,
      deliveries: 1,
    });
  });

  it('is told once, whichever of its near-duplicates comes', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' }), feedItem({ guid: 'b' })]);
    await passToPlan(database.db);
    const store = createPlanStore(database.db);
    for (const news of await store.claimForPlan(50)) {
      await store.settlePlanned(news.lease, tellArticle({ ...news, foldGroupId: 77 }, now), now);
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
    await tellAll();
    await Promise.all([planAll(), planAll(), planAll()]);
    const things = (await messages()).map(({ message }) => message.key);
    expect([things.length, new Set(things).size]).toEqual([15, 15]);
  });

  it('is not told to who has unsubscribed, nor sent when that comes between', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await tellAll();
    await planAll();
    const [message] = await messages();
    const list = createSubscriberList(database.db);
    expect(await list.unsubscribe(message?.subscription.id ?? 0, now)).toBe(true);
    expect(await createDeliverStore(database.db).claimNextDelivery(now)).toBeNull();
    expect((await messages())[0]).toMatchObject({ state: 'rejected', answer: 'the subscription has ended' });
    await pollFeed(database.db, 'one', [feedItem({ guid: 'b', title: 'Another riot' })]);
    await passToPlan(database.db);
    const [news] = await tellAll();
    expect(news?.subscriptions.map(({ id }) => id)).not.toContain(message?.subscription.id);
  });
});

describe('a delivery', () => {
  beforeEach(async () => {
    await settle(database.db);
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
    await passToPlan(database.db);
    await tellAll();
    await planAll();
  });

  it('is tried again when it is due, with one more attempt, and ends with the receiver’s words', async () => {
    const store = createDeliverStore(database.db);
    const first = await store.claimNextDelivery(now);
    if (first === null) throw new Error('nothing to deliver');
    expect(first.outgoing.attempt).toBe(1);
    expect(await store.claimNextDelivery(now)).toBeNull();
    expect(
      await store.settleDelivery(first.lease, { state: 'retrying', answer: '451 later', retryAt: later(1) }, now),
    ).toBe(true);
    expect(await store.claimNextDelivery(now)).toBeNull();
    const second = await store.claimNextDelivery(later(1));
    if (second === null) throw new Error('nothing to deliver');
    expect(second.outgoing).toMatchObject({ attempt: 2, message: { id: first.outgoing.message.id } });
    expect(await store.settleDelivery(second.lease, { state: 'sent', answer: '250 ok' }, later(1))).toBe(true);
    expect((await messages())[0]).toMatchObject({ state: 'sent', attempts: 2, answer: '250 ok', settledAt: later(1) });
  });

  it('is settled by who holds it only', async () => {
    const store = createDeliverStore(database.db);
    const claimed = await store.claimNextDelivery(now);
    if (claimed === null) throw new Error('nothing to deliver');
    const stolen = { ...claimed.lease, number: claimed.lease.number - 1 };
    expect(await store.settleDelivery(stolen, { state: 'sent', answer: '' }, now)).toBe(false);
  });
});

describe('the story writer', () => {
  beforeEach(() => settle(database.db));

  it('is one: another gets the office when it is given up, and an old term can settle nothing', async () => {
    const store = createStoryStore(database.db);
    const first = await store.becomeWriter();
    if (first === null) throw new Error('no office');
    expect(await store.becomeWriter()).toBeNull();
    await first.resign();
    const second = await store.becomeWriter();
    expect(second?.epoch).toBe(first.epoch + 1);
    await second?.resign();
  });

  it('takes no article before an earlier one that is still to be matched', async () => {
    await pollFeed(database.db, 'one', [feedItem({ guid: 'a' }), feedItem({ guid: 'b' })]);
    await database.db.execute(
      "UPDATE pipeline_items SET step = 'story' WHERE sequence = (SELECT max(sequence) FROM pipeline_items)",
    );
    const store = createStoryStore(database.db);
    const term = await store.becomeWriter();
    if (term === null) throw new Error('no office');
    expect(await store.nextForStory(term)).toBeNull();
    await database.db.execute("UPDATE pipeline_items SET quarantined_at = now() WHERE step = 'match'");
    expect(await store.nextForStory(term)).not.toBeNull();
    await term.resign();
  });
});
