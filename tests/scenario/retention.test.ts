import { afterEach, expect, it } from 'vitest';
import { createReplayStore } from '../../src/adapters/store/history/articlesToReplay.ts';
import { dropSentMessages } from '../../src/adapters/store/shared/sentMessages.ts';
import { replay } from '../../src/pipeline/history/replayArticles.ts';
import type { SendOutcome } from '../../src/ports/channel.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

let world: QuietWorld;
afterEach(() => world.close());

const day = 24 * 60;

/** Subscription 1 is notified at once, 2 once a week. */
async function open(): Promise<void> {
  world = await createQuietWorld({
    start: '2024-05-06T00:00:00Z',
    feeds: ['wire', 'courier'],
    rules: { ferry: { query: 'ferry', alert: { on: 'article' } } },
    subscriptions: [
      { rules: ['ferry'] },
      { rules: ['ferry'], schedule: { every: 'week', weekday: 1, at: { hour: 7, minute: 0 } } },
    ],
  });
  await world.runUntil(1);
}

const report = (guid: string, words: string) => ({
  guid,
  title: `Ferry ${words}`,
  contentText: `A ferry of ${words} was late. Nobody in ${words} knows why, and the harbour of ${words} is silent.`,
});

const rowsOf = (table: string) => world.db.query<Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY 1, 2`);
const logOf = async (subscription: number) =>
  (await rowsOf('notification_log')).filter((row) => row.subscription_id === subscription);
const sentTitles = (subscription: number) =>
  world.sent
    .filter((each) => each.subscription === subscription)
    .flatMap(({ message }) => message.entries.map(({ title }) => title.text));

async function sendOld(): Promise<void> {
  await open();
  world.publish('wire', report('a', 'Marindu'));
  await world.runUntil(3);
}

it('what was sent goes when it is old, and what was notified of stays known', async () => {
  await sendOld();
  world.sleepUntil(10);
  world.publish('wire', report('b', 'Caldis'));
  await world.runUntil(12);
  const keys = (await logOf(1)).map(({ key }) => key);
  await dropSentMessages(world.db, world.at(9));
  expect(await rowsOf('messages')).toHaveLength(1);
  expect(await rowsOf('deliveries')).toHaveLength(1);
  expect((await logOf(1)).map(({ key }) => key)).toEqual(keys);
  const entries = (await logOf(1)).filter(({ entry }) => entry !== null);
  expect(entries.map(({ entry }) => JSON.stringify(entry))).toEqual([expect.stringContaining('Caldis')]);

  world.publish('courier', report('copy', 'Marindu'));
  await world.runUntil(15);
  const clock = { now: () => world.at(15) };
  const request = { since: world.at(0), ruleIds: null, notifies: true, isDryRun: false };
  await replay(
    { store: createReplayStore(world.db), clock, onProgress: () => undefined },
    request,
    new AbortController().signal,
  );
  await world.runUntil(17);
  expect(sentTitles(1)).toEqual(['Ferry Marindu', 'Ferry Caldis']);
});

it('what waits for its digest stays whole, however old, and is sent', async () => {
  await sendOld();
  await dropSentMessages(world.db, world.at(30 * day));
  expect((await logOf(1)).every(({ entry }) => entry === null)).toBe(true);
  expect((await logOf(2)).some(({ entry }) => entry !== null)).toBe(true);
  world.sleepUntil(7 * day + 7 * 60 - 1);
  await world.runUntil(7 * day + 7 * 60 + 1);
  expect(sentTitles(2)).toEqual(['Ferry Marindu']);
});

it.each<[string, SendOutcome]>([
  ['is tried again', { kind: 'retry', response: 'busy', afterSeconds: null, holds: 'nothing' }],
  ['failed', { kind: 'rejected', response: 'no such inbox', concerns: 'message' }],
])('what %s stays whole, however old', async (_, outcome) => {
  await open();
  world.receive(() => outcome);
  world.publish('wire', report('a', 'Marindu'));
  await world.runUntil(3);
  const before = [await rowsOf('messages'), await rowsOf('deliveries'), await rowsOf('notification_log')];
  await dropSentMessages(world.db, world.at(30 * day));
  expect([await rowsOf('messages'), await rowsOf('deliveries'), await rowsOf('notification_log')]).toEqual(before);
});

it('what is quarantined, or in a sender’s hands, stays whole', async () => {
  await open();
  world.receive(() => ({ kind: 'retry', response: 'busy', afterSeconds: null, holds: 'nothing' }));
  world.publish('wire', report('a', 'Marindu'));
  await world.runUntil(3);
  await world.db.execute("UPDATE deliveries SET quarantined_at = '2024-05-06'");
  await dropSentMessages(world.db, world.at(30 * day));
  expect(await rowsOf('messages')).toHaveLength(1);
});

it('of more messages than go at once none is left', async () => {
  await sendOld();
  await world.db.execute(`
    INSERT INTO messages (id, subscription_id, kind, key, content, created_at)
    SELECT gen_random_uuid(), 1, 'alert', 'k' || n, '{}', '2024-05-06' FROM generate_series(1, 500) AS n`);
  await world.db.execute(`
    INSERT INTO deliveries (message_id, state, due_at, settled_at, target_id)
    SELECT id, 'sent', created_at, created_at, (SELECT min(id) FROM targets) FROM messages WHERE key LIKE 'k%'`);
  await dropSentMessages(world.db, world.at(30 * day));
  expect(await rowsOf('deliveries')).toEqual([]);
});

it('a notice that was sent keeps its key and subject, not its words', async () => {
  await open();
  const notice = (id: number, state: string) =>
    world.db.execute(
      `INSERT INTO notices (message_id, key, recipient, subject, body, created_at, state, due_at, settled_at)
       VALUES (gen_random_uuid(), $1, 'a@example.org', 's', 'words', '2024-05-06', $2, '2024-05-06', '2024-05-06')`,
      [`k${id}`, state],
    );
  await notice(1, 'sent');
  await notice(2, 'retrying');
  await dropSentMessages(world.db, world.at(30 * day));
  expect(await world.db.query('SELECT key, subject, body FROM notices ORDER BY id')).toEqual([
    { key: 'k1', subject: 's', body: '' },
    { key: 'k2', subject: 's', body: 'words' },
  ]);
});
