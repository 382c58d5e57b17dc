import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../../src/adapters/store/database.ts';
import { createDeliverStore } from '../../../src/adapters/store/deliver/deliveries.ts';
import { createNoticeStore, saveNotices } from '../../../src/adapters/store/deliver/notices.ts';
import { createHubStore } from '../../../src/adapters/store/hubs/hubSubscriptions.ts';
import { createMatchStore } from '../../../src/adapters/store/match/articlesToMatch.ts';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { createReadStore } from '../../../src/adapters/store/read/articlesToRead.ts';
import { createRuleSource } from '../../../src/adapters/store/rules/ruleSource.ts';
import { createFetchHolds } from '../../../src/adapters/store/shared/heldTargets.ts';
import { leasedTables } from '../../../src/adapters/store/shared/leasedTables.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { systemRandom } from '../../../src/app/systemPorts.ts';
import { channelNames } from '../../../src/domain/digests/channels.ts';
import { deliverDue } from '../../../src/pipeline/deliver/deliverMessages.ts';
import { keepHubSubscriptions } from '../../../src/pipeline/hubs/keepHubSubscriptions.ts';
import { matchWaiting } from '../../../src/pipeline/match/matchArticles.ts';
import { planWaiting } from '../../../src/pipeline/plan/planMessages.ts';
import { pollDueFeeds } from '../../../src/pipeline/poll/pollFeeds.ts';
import { readWaiting } from '../../../src/pipeline/read/readPages.ts';
import { createStoryWriter } from '../../../src/pipeline/story/storyWriter.ts';
import { maxUnsettledClaims } from '../../../src/ports/lease.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { type Line, openLine } from '../../support/line.ts';
import { createMatcherHere } from '../../support/matcherHere.ts';
import { silentLog } from '../../support/silentLog.ts';
import { waitFor } from '../../support/waitFor.ts';
import { feedItem, later, now, passToPlan, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
let line: Line;
/** The store as the service sees it: over a line that may be cut. */
let db: Database;
let cuts: number;
/** Connections that were asked for before the last cut. */
let attemptsBefore: number;
beforeEach(async () => {
  database = await createTestDatabase();
  const url = new URL(database.connectionString);
  line = await openLine(new URL(database.connectionString));
  url.port = String(line.port);
  db = openDatabase({ connectionString: url.href, maxConnections: 5, log: silentLog });
  await settle(database.db);
  await setLeaseTime(database.db, now);
  await database.db.execute('UPDATE feeds SET next_poll_at = $1', [later(100_000)]);
  cuts = 0;
});
afterEach(async () => {
  line.mend();
  await db.close();
  await line.close();
  await database.drop();
});

const never = new AbortController().signal;
const common = { clock: { now: () => now }, random: systemRandom, log: silentLog, wake: () => undefined };

/** The store is lost when `name` is called, for as long as there are cuts left. */
function losing<Store extends object>(store: Store, name: keyof Store & string): Store {
  const settling: unknown = store[name];
  if (typeof settling !== 'function') throw new Error(`there is no ${name}`);
  const lost = async (...args: readonly unknown[]) => {
    if (cuts > 0) {
      cuts--;
      attemptsBefore = line.attempts();
      line.cut();
    }
    return settling.apply(store, args);
  };
  return { ...store, [name]: lost };
}

interface LosingStep {
  readonly table: keyof typeof leasedTables;
  readonly make: () => Promise<unknown>;
  readonly run: () => Promise<unknown>;
}

async function makeItem(step: string): Promise<void> {
  await pollFeed(database.db, 'one', [feedItem({ guid: 'a', link: 'https://one.example/a' })]);
  await database.db.execute(
    `UPDATE pipeline_items SET step = $1, page_host = 'one.example', read_until = $2, text_matches = '[]', reading = '{"figures": [], "totals": {}}'`,
    [step, later(60)],
  );
}

const steps: Readonly<Record<string, LosingStep>> = {
  'a feed that is polled': {
    table: 'feeds',
    make: () => database.db.execute("UPDATE feeds SET next_poll_at = $1 WHERE name = 'one'", [now]),
    run: () =>
      pollDueFeeds(
        {
          ...common,
          store: losing(createPollStore(db), 'settlePoll'),
          feeds: { fetch: async () => ({ kind: 'failed', reason: 'timeout', message: 'no answer' }) },
          ...{ holds: createFetchHolds(db), limits: { minSeconds: 60, maxSeconds: 600 } },
        },
        never,
      ),
  },
  'an article whose page is read': {
    table: 'toRead',
    make: () => makeItem('read'),
    run: () =>
      readWaiting(
        {
          ...common,
          store: losing(createReadStore(db), 'settleRead'),
          pages: { read: async () => ({ outcome: { kind: 'none', message: 'no page' }, pauseSeconds: 0 }) },
          holds: createFetchHolds(db),
        },
        never,
      ),
  },
  'an article that is matched': {
    table: 'toMatch',
    make: () => makeItem('match'),
    run: () => {
      const matcher = createMatcherHere(createRuleSource(database.db));
      return matchWaiting({ ...common, store: losing(createMatchStore(db), 'settleMatched'), matcher }, never);
    },
  },
  'an article that is placed': {
    table: 'toPlace',
    make: () => makeItem('story'),
    run: async () => {
      const writer = createStoryWriter({ ...common, store: losing(createStoryStore(db), 'settleStory') });
      await writer.run(never).finally(() => writer.close());
    },
  },
  'an article that is planned': {
    table: 'toPlan',
    make: async () => {
      await pollFeed(database.db, 'one', [feedItem({ guid: 'a' })]);
      await passToPlan(database.db);
    },
    run: () => planWaiting({ ...common, store: losing(createPlanStore(db), 'settlePlanned') }, never),
  },
  'a subscription that is planned': {
    table: 'subscriptions',
    make: () => database.db.execute('UPDATE subscriptions SET next_due_at = $1', [now]),
    run: () => planWaiting({ ...common, store: losing(createPlanStore(db), 'planClaimed') }, never),
  },
  'a hub that is asked': {
    table: 'hubs',
    make: () =>
      database.db.execute(
        `INSERT INTO hub_subscriptions (feed_id, hub, topic, state, token, secret, next_action_at)
         SELECT id, 'https://hub.example/', url, 'unwanted', 'token', 'secret', $1 FROM feeds WHERE name = 'one'`,
        [now],
      ),
    run: () =>
      keepHubSubscriptions(
        {
          ...common,
          store: losing(createHubStore(db), 'settleRequested'),
          hub: { send: async () => ({ kind: 'failed', message: 'no answer', retryAfterSeconds: null }) },
          callbackOf: (token) => `https://tocsin.example/${token}`,
        },
        never,
      ),
  },
};

const claims = async (table: keyof typeof leasedTables) => {
  const { name } = leasedTables[table];
  const rows = await database.db.query<{ claims: number }>(
    `SELECT unsettled_claims AS claims FROM ${name} WHERE leased_until IS NOT NULL OR unsettled_claims > 0 OR quarantined_at IS NOT NULL`,
  );
  return rows.map((row) => row.claims);
};

describe('a store that is lost when the work is to be saved is no crash of the row:', () => {
  it.each(Object.keys(steps))('%s', async (what) => {
    const step = steps[what];
    if (step === undefined) throw new Error(what);
    await step.make();
    for (let time = 0; time <= maxUnsettledClaims; time++) {
      cuts = 1;
      await expect(step.run()).rejects.toThrow();
      expect(await claims(step.table)).toEqual([1]);
      line.mend();
      await waitFor(async () => (await claims(step.table)).length === 0, { withinMs: 20_000 });
    }
    await step.run();
    expect(await claims(step.table)).toEqual([]);
  });
});

describe('what a receiver has taken is settled when the store is back, and not sent again:', () => {
  const receiver = () => {
    let taken = 0;
    const send = async () => {
      taken++;
      return { kind: 'sent', response: '250 ok' } as const;
    };
    return { send, taken: () => taken };
  };
  const mended = () =>
    waitFor(() => cuts === 0, { withinMs: 20_000 }).then(() =>
      waitFor(() => line.attempts() > attemptsBefore, { withinMs: 20_000 }),
    );
  const deliver = async (
    names: { readonly deliveries?: boolean; readonly notices?: boolean },
    send: () => Promise<{ kind: 'sent'; response: string }>,
  ) => {
    const channels = new Map(channelNames.map((name) => [name, { name, send, close: async () => undefined }]));
    const store = createDeliverStore(db);
    const notices = createNoticeStore(db);
    cuts = 1;
    const done = deliverDue(
      {
        ...common,
        channels,
        store: names.deliveries ? losing(store, 'settleDeliveries') : store,
        notices: names.notices ? losing(notices, 'settleNotice') : notices,
        sendNotice: send,
      },
      never,
    ).catch(() => undefined);
    await mended();
    line.mend();
    await done;
  };

  it('a delivery', async () => {
    await database.db.execute(
      `WITH made AS (INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
                     SELECT gen_random_uuid(), id, 'alert', 'key', '{}', $1 FROM subscriptions RETURNING id),
            target AS (INSERT INTO targets (channel, key) VALUES ('email', 'a@example.org') RETURNING id)
       INSERT INTO deliveries (message_id, target_id, state, due_at) SELECT made.id, target.id, 'pending', $1 FROM made, target`,
      [now],
    );
    const { send, taken } = receiver();
    await deliver({ deliveries: true }, send);
    await waitFor(async () => (await claims('deliveries')).length === 0, { withinMs: 20_000 });
    expect(await database.db.query('SELECT state, attempts FROM deliveries')).toEqual([{ state: 'sent', attempts: 1 }]);
    expect(taken()).toBe(1);
  });

  it('a notice', async () => {
    await saveNotices(
      database.db,
      [{ channel: 'email', key: 'key', recipient: 'a@example.org', subject: 'S', body: 'B' }],
      now,
    );
    const { send, taken } = receiver();
    await deliver({ notices: true }, send);
    await waitFor(async () => (await claims('notices')).length === 0, { withinMs: 20_000 });
    expect(await database.db.query('SELECT state, attempts FROM notices')).toEqual([{ state: 'sent', attempts: 1 }]);
    expect(taken()).toBe(1);
  });
});
