import { afterEach, describe, expect, it } from 'vitest';
import type { FetchOutcome } from '../../src/ports/feedSource.ts';
import { createQuietWorld, type QuietWorld, type QuietWorldOptions } from '../support/quietWorld.ts';
import { randomFrom } from '../support/random.ts';
import { hoursOf, type Rhythm } from '../support/rhythms.ts';

let world: QuietWorld;
afterEach(() => world.close());

/** From 6 to 22 a few items in nearly every hour, in heaps. */
const busyPaper: Rhythm = (hour, random) =>
  hour.getUTCHours() >= 6 && hour.getUTCHours() < 22 && random() < 0.95 ? 3 : 0;

/** A Tuesday evening; `paper` has been polled for eight weeks. */
async function open(options: Partial<QuietWorldOptions> = {}): Promise<void> {
  world = await createQuietWorld({
    ...{ start: '2022-03-01T19:00:00Z', feeds: ['paper', 'wire'], subscriptions: [{ rules: ['riot'] }] },
    rules: { riot: { query: 'riot', owner: 'owner@example.org' } },
    ...options,
  });
  await world.runUntil(0);
  const weeks = 8;
  const began = new Date(world.at(0).getTime() - weeks * 7 * 86_400_000);
  await world.db.execute('UPDATE feeds SET first_polled_at = $1, last_new_at = $2', [began, world.at(0)]);
  await world.db.execute(
    `INSERT INTO feed_hours (feed_id, hour, created)
     SELECT 1, hour, created FROM jsonb_to_recordset($1::jsonb) AS h (hour timestamptz, created integer)`,
    [JSON.stringify(hoursOf(busyPaper, began, weeks * 168, randomFrom(11)))],
  );
}

let published = 0;
/** Lets the hours pass one by one: at each the feeds named bring an item, all is polled, and health is looked at. */
async function pass(
  fromHour: number,
  untilHour: number,
  bringing: readonly string[],
  title = 'Weather',
): Promise<void> {
  for (let hour = fromHour; hour <= untilHour; hour++) {
    world.sleepUntil(hour * 60);
    for (const feed of bringing) world.publish(feed, { guid: `${published++}`, title: `${title} ${published}` });
    await world.runUntil(hour * 60);
    await world.watch();
  }
}

const hourOf = (minute: number): string => world.at(minute).toISOString().slice(11, 16);
const sent = () => world.notices.map(({ minute, recipient, subject }) => [hourOf(minute), recipient, subject]);
const sentInAnyOrder = () => world.notices.map(({ recipient, subject }) => [recipient, subject]).sort();
const states = async (): Promise<readonly string[]> => {
  const rows = await world.db.query<{ name: string; state: string; isOver: boolean }>(
    `SELECT f.name, s.state, s.until IS NOT NULL AS "isOver" FROM feed_states AS s JOIN feeds AS f ON f.id = s.feed_id ORDER BY s.id`,
  );
  return rows.map(({ name, state, isOver }) => `${name} ${state}${isOver ? ' (over)' : ''}`);
};
const failure: FetchOutcome = { kind: 'failed', reason: 'http-status', message: 'paper answered 500' };

describe('a newspaper that brought most of what a rule matched', () => {
  it('may sleep at night; on a morning without news its rule’s owner is notified once, and once when it is back', async () => {
    await open();
    await pass(0, 2, ['paper', 'paper', 'wire'], 'A riot in the city');
    await pass(3, 11, ['wire']);
    expect([hourOf(11 * 60), await states(), sent()]).toEqual(['06:00', [], []]);
    await pass(12, 20, ['wire']);
    expect(await states()).toEqual(['paper silent']);
    expect(sent()).toEqual([[expect.stringMatching(/^1[0-3]:/), 'owner@example.org', 'The rule riot is blind']]);
    expect(world.notices[0]?.body).toMatch(/riot: [34]\d% source coverage; you are notified below 50%/);
    expect(world.notices[0]?.body).toMatch(/paper \(https:\/\/paper\.example\/rss\), [56]\d% .* silent since/);
    expect(world.notices[0]?.body).toMatch(/brought nothing new since Tue 1 Mar 21:00 UTC .*What to do: /s);
    await pass(21, 23, ['paper', 'wire']);
    expect(await states()).toEqual(['paper silent (over)']);
    expect(sent().slice(1)).toEqual([['17:00', 'owner@example.org', 'The rule riot is no longer blind']]);
    expect(new Set(world.notices.map(({ messageId }) => messageId)).size).toBe(2);
  });
});

describe('a rule whose main feed fails', () => {
  const minuteByMinute = async (from: number, until: number) => {
    for (let minute = from; minute <= until; minute += 5) {
      world.sleepUntil(minute);
      await world.runUntil(minute);
      await world.watch();
    }
  };

  it('notifies its owner once, though the feed comes and goes, and once when it stays', async () => {
    await open();
    await pass(0, 1, ['paper', 'wire'], 'A riot in the city');
    await pass(2, 2, ['paper'], 'A riot in the city');
    world.respond('paper', failure);
    await minuteByMinute(125, 190);
    expect(sent()).toEqual([['21:30', 'owner@example.org', 'The rule riot is blind']]);
    expect(world.notices[0]?.body).toContain('paper answered 500');
    world.respond('paper', null);
    await minuteByMinute(195, 210);
    world.respond('paper', failure);
    await minuteByMinute(215, 230);
    world.respond('paper', null);
    await minuteByMinute(235, 500);
    expect(sent().slice(1)).toEqual([[expect.any(String), 'owner@example.org', 'The rule riot is no longer blind']]);
    expect(await states()).toEqual(['paper failing (over)']);
  });

  it('notifies nobody while a rule has the coverage that it asks for, and sends an owner one mail for many rules', async () => {
    const owner = 'owner@example.org';
    await open({
      rules: {
        riot: { query: 'riot', owner },
        paper: { query: 'source:paper.example', owner },
        wire: { query: 'source:wire.example', owner },
        bold: { query: 'riot', owner, blindBelow: 0.2 },
        ownerless: { query: 'source:paper.example weather' },
      },
    });
    await pass(0, 2, ['paper', 'paper', 'wire'], 'A riot in the city');
    world.respond('paper', failure);
    await pass(3, 5, ['wire']);
    expect(sentInAnyOrder()).toEqual([
      ['admin@example.org', 'The rule ownerless is blind'],
      ['owner@example.org', '2 rules are blind'],
    ]);
    const body = world.notices.find(({ recipient }) => recipient === owner)?.body;
    expect(body).toMatch(/^paper: 0% source coverage.*^riot: /ms);
  });

  it('keeps its weight while it fails: weeks later the rule still is blind', async () => {
    await open();
    await pass(0, 2, ['paper', 'paper', 'wire'], 'A riot in the city');
    world.respond('paper', failure);
    await pass(3, 5, ['wire']);
    for (const week of [1, 2, 3, 4, 5, 6]) await pass(week * 168, week * 168, ['wire'], 'A riot again');
    expect(sent().map(([, , subject]) => subject)).toEqual(['The rule riot is blind']);
  });
});

describe('a rule that no feed can feed', () => {
  it('is reported: a rule that silently catches nothing', async () => {
    await open({
      rules: { riot: { query: 'source:reuter.com riot', owner: 'owner@example.org' }, cyrillic: 'lang:kk riot' },
    });
    await pass(0, 1, ['paper', 'wire'], 'A riot in the city');
    expect(sentInAnyOrder()).toEqual([
      ['admin@example.org', 'The rule cyrillic is blind'],
      ['owner@example.org', 'The rule riot is blind'],
    ]);
    expect(world.notices[0]?.body).toContain('no feed brings what it requires');
  });

  it('is not reported on the first day, before it is known what feeds bring', async () => {
    await open({ rules: { riot: { query: 'source:reuter.com riot', owner: 'owner@example.org' } } });
    await world.db.execute('UPDATE feeds SET first_polled_at = $1', [world.at(0)]);
    await pass(0, 1, ['wire']);
    expect(sent()).toEqual([]);
  });
});

describe('a notice', () => {
  it('that cannot go out is tried again, is the same mail, and stands in the console meanwhile', async () => {
    await open({ rules: { riot: { query: 'source:reuter.com riot', owner: 'owner@example.org' } } });
    world.receive(() => ({ kind: 'retry', response: '451 later', afterSeconds: 600, holds: 'nothing' }));
    await pass(0, 0, ['wire']);
    expect(sent()).toEqual([]);
    expect(await world.db.query('SELECT state, response, attempts FROM notices')).toEqual([
      { state: 'retrying', response: '451 later', attempts: 1 },
    ]);
    world.receive(() => ({ kind: 'sent', response: 'ok' }));
    await pass(1, 2, ['wire']);
    expect(sent()).toHaveLength(1);
  });
});
