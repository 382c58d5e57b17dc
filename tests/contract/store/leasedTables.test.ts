import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../../src/adapters/store/database.ts';
import { createNoticeStore, saveNotices } from '../../../src/adapters/store/deliver/notices.ts';
import { createHubStore } from '../../../src/adapters/store/hubs/hubSubscriptions.ts';
import { createMatchStore } from '../../../src/adapters/store/match/articlesToMatch.ts';
import { createPlanStore } from '../../../src/adapters/store/plan/articlesToPlan.ts';
import { createPollStore } from '../../../src/adapters/store/poll/polledFeeds.ts';
import { createReadStore } from '../../../src/adapters/store/read/articlesToRead.ts';
import { allLeased, leasedTables } from '../../../src/adapters/store/shared/leasedTables.ts';
import { voidLeases } from '../../../src/adapters/store/shared/leases.ts';
import { releaseQuarantined } from '../../../src/adapters/store/shared/quarantine.ts';
import { createSweepStore } from '../../../src/adapters/store/shared/stepsWithWork.ts';
import { createStoryStore } from '../../../src/adapters/store/story/articlesToPlace.ts';
import { createConsoleStore } from '../../../src/adapters/store/views/consoleViews.ts';
import { readHealthCounts } from '../../../src/adapters/store/watch/healthCounts.ts';
import { steps } from '../../../src/ports/queue.ts';
import { createTestDatabase, setLeaseTime, type TestDatabase } from '../../support/database.ts';
import { claimDelivery } from '../../support/deliveries.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

let database: TestDatabase;
let db: Database;
beforeEach(async () => {
  database = await createTestDatabase();
  db = database.db;
  await settle(db);
  await setLeaseTime(db, now);
  await db.execute('UPDATE feeds SET next_poll_at = $1', [later(100_000)]);
});
afterEach(() => database.drop());

type Kind = keyof typeof leasedTables;

interface Claimed {
  /** Makes one row that is due. */
  readonly make: () => Promise<unknown>;
  readonly claim: () => Promise<unknown>;
  /** What else makes it a row that nobody may take, or leaves it one: a statement with the instant `now` as `$1`. */
  readonly notDue: Readonly<Record<string, string>>;
  readonly due: Readonly<Record<string, string>>;
}

/** Articles at a step; the last of them is the one that matters. */
async function makeItems(step: string, count = 1): Promise<void> {
  const items = Array.from({ length: count }, (_, index) => feedItem({ guid: `${index}`, title: `Title ${index}` }));
  await pollFeed(db, 'one', items);
  await db.execute(
    `UPDATE pipeline_items SET step = $1, page_host = 'one.example', read_until = $2, text_matches = '[]', reading = '{}'`,
    [step, later(60)],
  );
}

const first = '(SELECT min(sequence) FROM pipeline_items)';
const placed = '(SELECT article_id FROM pipeline_items)';
const inHand = { leased_until: "$1::timestamptz + interval '10 seconds'" };
/** Puts another article of the feed before the first one. */
function earlier(step: string, columns: Readonly<Record<string, string | number | boolean>> = {}): string {
  const row = { sequence: 0, article_id: 99, revision: 1, feed_id: 1, seen_at: '$1', step: `'${step}'`, ...columns };
  return `INSERT INTO pipeline_items (${Object.keys(row)}) OVERRIDING SYSTEM VALUE SELECT ${Object.values(row)}`;
}
const firstInHand = `leased_until = $1::timestamptz + interval '10 seconds' WHERE sequence = ${first}`;
const sendings = (table: string) => ({
  notDue: {
    'it is to be sent later': `UPDATE ${table} SET due_at = $1::timestamptz + interval '1 second'`,
    'it was sent': `UPDATE ${table} SET state = 'sent', settled_at = $1`,
    'it was given up': `UPDATE ${table} SET state = 'rejected', settled_at = $1`,
  },
  due: { 'it is tried again': `UPDATE ${table} SET state = 'retrying', due_at = $1` },
});

const hold = (scope: string, key: string) =>
  `INSERT INTO holds (direction, scope, key, since, held_until, reason) VALUES ('send', '${scope}', '${key}', $1, $1::timestamptz + interval '1 second', '')`;

const term = { epoch: 0, lost: new AbortController().signal, release: async () => undefined };

const claims: Readonly<Record<Kind, Claimed>> = {
  feeds: {
    make: () => db.execute("UPDATE feeds SET next_poll_at = $1 WHERE name = 'one'", [now]),
    claim: () => createPollStore(db).claimDueFeeds(now, 1),
    notDue: {
      'it is to be polled later':
        "UPDATE feeds SET next_poll_at = $1::timestamptz + interval '1 second' WHERE name = 'one'",
      'it was taken out of the list': 'UPDATE feeds SET removed_at = $1',
      'its publisher ended it': 'UPDATE feeds SET ended_at = $1',
      'another feed of its host is being asked':
        "UPDATE feeds SET url = 'https://one.example/2', leased_until = $1::timestamptz + interval '10 seconds' WHERE name = 'two'",
    },
    due: {
      'a feed of another host is being asked':
        "UPDATE feeds SET leased_until = $1::timestamptz + interval '10 seconds' WHERE name = 'two'",
    },
  },
  toRead: {
    make: () => makeItems('read'),
    claim: () => createReadStore(db).claimForRead(now),
    notDue: {
      'its host is to be left alone':
        "INSERT INTO page_pauses VALUES ('one.example', $1::timestamptz + interval '1 second')",
      'it has its page': "UPDATE pipeline_items SET step = 'match' WHERE $1::timestamptz IS NOT NULL",
    },
    due: {
      'the pause of its host is over': "INSERT INTO page_pauses VALUES ('one.example', $1)",
      'its time is over, whatever its host asks for':
        "WITH paused AS (INSERT INTO page_pauses VALUES ('one.example', $1::timestamptz + interval '1 hour')) UPDATE pipeline_items SET read_until = $1",
    },
  },
  toMatch: {
    make: () => makeItems('match'),
    claim: async () => {
      const store = createMatchStore(db);
      if ((await store.claimForMatch(1)).length === 0) await store.claimSuspect();
    },
    notDue: { 'it was matched': "UPDATE pipeline_items SET step = 'story' WHERE $1::timestamptz IS NOT NULL" },
    due: {},
  },
  toPlace: {
    make: () => makeItems('story', 2).then(() => db.execute(`DELETE FROM pipeline_items WHERE sequence = ${first}`)),
    claim: () => createStoryStore(db).nextForStory(term),
    notDue: {
      'an earlier one of its feed is still to be matched': earlier('match'),
      'an earlier one of its feed is in hand': earlier('story', inHand),
      'an earlier one of its feed is in hand for the second time': earlier('match', { ...inHand, unsettled_claims: 2 }),
      'an earlier one of its feed was in hand when a process died': earlier('match', { unsettled_claims: 1 }),
      'an earlier revision of it waits, however often it failed': earlier('match', {
        ...{ feed_id: 2, article_id: placed, revision: 0, unsettled_claims: 4 },
      }),
    },
    due: {
      'the earlier one is of another feed': earlier('match', { feed_id: 2 }),
      'the earlier one has failed twice': earlier('match', { unsettled_claims: 2 }),
      'the earlier one is tried for the third time': earlier('match', { ...inHand, unsettled_claims: 3 }),
      'the earlier one is quarantined': earlier('match', { quarantined_at: '$1' }),
      'the earlier one of its feed waits for an earlier revision': `WITH first AS (${earlier('match', { sequence: -1, feed_id: 2 })}) ${earlier('match', { revision: 2 })}`,
      'the other one of its feed comes later, being old': earlier('match', { is_backlog: true }),
    },
  },
  toPlan: {
    make: () =>
      makeItems('plan', 2).then(() =>
        db.execute(`UPDATE pipeline_items SET story_id = sequence, ${firstInHand}`, [now]),
      ),
    claim: () => createPlanStore(db).claimForPlan(1),
    notDue: {
      'an earlier one of its story is in hand':
        'UPDATE pipeline_items SET story_id = 1 WHERE $1::timestamptz IS NOT NULL',
    },
    due: {},
  },
  subscriptions: {
    make: () => db.execute('UPDATE subscriptions SET next_due_at = $1', [now]),
    claim: () => createPlanStore(db).claimDueSubscription(now),
    notDue: {
      'its time comes later': "UPDATE subscriptions SET next_due_at = $1::timestamptz + interval '1 second'",
      'it was taken out of the list': 'UPDATE subscriptions SET removed_at = $1',
      'its subscriber ended it': 'UPDATE subscriptions SET unsubscribed_at = $1',
      'its subscriber was taken out of the list': 'UPDATE subscribers SET removed_at = $1',
      'its subscriber has not confirmed':
        'UPDATE subscribers SET confirmed_at = NULL WHERE $1::timestamptz IS NOT NULL',
    },
    due: {},
  },
  deliveries: {
    make: () =>
      db.execute(
        `WITH made AS (INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
                       SELECT gen_random_uuid(), id, 'alert', 'key', '{}', $1 FROM subscriptions RETURNING id),
              target AS (INSERT INTO targets (channel, key) VALUES ('email', 'a@example.org') RETURNING id)
         INSERT INTO deliveries (message_id, target_id, state, due_at) SELECT made.id, target.id, 'pending', $1 FROM made, target`,
        [now],
      ),
    claim: () => claimDelivery(db, now),
    notDue: {
      ...sendings('deliveries').notDue,
      'its target is held': hold('target', 'email a@example.org'),
      'its channel is held': hold('channel', 'email'),
    },
    due: { ...sendings('deliveries').due, 'another target is held': hold('target', 'email b@example.org') },
  },
  notices: {
    make: () =>
      saveNotices(
        db,
        [{ key: 'key', channel: 'email', recipient: 'a@example.org', subject: 'Subject', body: 'Body' }],
        now,
      ),
    claim: () => createNoticeStore(db).claimNextNotice(now),
    notDue: { ...sendings('notices').notDue, 'no mail can be sent': hold('channel', 'email') },
    due: { ...sendings('notices').due, 'another channel is held': hold('channel', 'slack') },
  },
  hubs: {
    make: () =>
      db.execute(
        `INSERT INTO hub_subscriptions (feed_id, hub, topic, state, token, secret, next_action_at)
         SELECT id, 'https://hub.example/', url, 'wanted', 'token', 'secret', $1 FROM feeds WHERE name = 'one'`,
        [now],
      ),
    claim: () => createHubStore(db).claimDue(now),
    notDue: {
      'it is to be renewed later':
        "UPDATE hub_subscriptions SET next_action_at = $1::timestamptz + interval '1 second'",
    },
    due: {},
  },
};
const kinds = Object.keys(leasedTables).filter((kind): kind is Kind => kind in claims);

const rowsOf = ({ name, key }: (typeof leasedTables)[Kind]) =>
  db.query(`SELECT ${key}, lease_number, quarantined_at FROM ${name} ORDER BY 1`);

/** Whether a claim takes a row now, be it to quarantine it; and that the sweep said so before. */
async function isTaken(kind: Kind): Promise<boolean> {
  const table = leasedTables[kind];
  const woken = await createSweepStore(db).stepsWithWork(now);
  const before = await rowsOf(table);
  await claims[kind].claim();
  const isTaken = JSON.stringify(await rowsOf(table)) !== JSON.stringify(before);
  if (table.step === null) expect(woken).toEqual(new Set());
  else expect(woken.has(table.step), `the sweep wakes ${table.step}`).toBe(isTaken);
  return isTaken;
}

/** Gives the row that was made, free and without crashes, these columns. */
async function set(kind: Kind, columns: string): Promise<void> {
  const { name, key } = leasedTables[kind];
  const made = kind === 'feeds' ? "name = 'one'" : `${key} = (SELECT max(${key}) FROM ${name})`;
  await db.execute(`UPDATE ${name} SET leased_until = NULL, unsettled_claims = 0, quarantined_at = NULL WHERE ${made}`);
  await db.execute(`UPDATE ${name} SET ${columns} WHERE ${made}`);
}

/** What the console and `/health` show. */
const countsOfQuarantined = async () => [
  (await createConsoleStore(db).counts()).quarantined,
  (await readHealthCounts(db)).quarantined,
];

describe('the list of leased tables', () => {
  it('holds every table of the schema whose rows are leased', async () => {
    const leased = await db.query<{ name: string }>(
      `SELECT DISTINCT c.table_name AS name FROM information_schema.columns AS c JOIN information_schema.tables AS t USING (table_schema, table_name)
        WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name IN ('leased_until', 'lease_number', 'unsettled_claims')
        ORDER BY 1`,
    );
    expect([...new Set(allLeased.map(({ name }) => name))].sort()).toEqual(leased.map(({ name }) => name));
  });

  it('gives every step something to take, and every table one name that ops know', () => {
    expect(steps.filter((step) => !allLeased.some((table) => table.step === step))).toEqual([]);
    const named = new Set(allLeased.map(({ name, knownAs }) => `${name} ${knownAs}`));
    expect(named.size).toBe(new Set(allLeased.map(({ name }) => name)).size);
  });
});

describe.each(kinds)('the sweep wakes whoever takes %s exactly when there is something to take:', (kind) => {
  const { make, due, notDue } = claims[kind];

  it('when the row is free, or its lease ran out, was voided or given back; not when it is in hand or quarantined', async () => {
    await make();
    expect(await isTaken(kind)).toBe(true);
    expect(await isTaken(kind)).toBe(false);
    await set(kind, "leased_until = lease_now() + interval '1 second'");
    expect(await isTaken(kind)).toBe(false);
    await voidLeases(db, now);
    expect(await isTaken(kind)).toBe(true);
    await set(kind, "leased_until = lease_now() - interval '1 second', unsettled_claims = 4");
    expect(await isTaken(kind)).toBe(true);
    await set(kind, 'unsettled_claims = 5');
    expect(await isTaken(kind)).toBe(true);
    expect(await isTaken(kind)).toBe(false);
    expect(await countsOfQuarantined()).toEqual([1, 1]);
    expect(await releaseQuarantined(db, leasedTables[kind].knownAs)).toBe(1);
    expect(await isTaken(kind)).toBe(true);
  });

  it.each(Object.keys(notDue))('not when %s', async (why) => {
    await make();
    await db.execute(notDue[why] ?? '', [now]);
    expect(await isTaken(kind)).toBe(false);
  });

  it.each(Object.keys(due))('also when %s', async (why) => {
    await make();
    await db.execute(due[why] ?? '', [now]);
    expect(await isTaken(kind)).toBe(true);
  });
});
