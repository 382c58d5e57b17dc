import { afterEach, describe, expect, it } from 'vitest';
import { createConsoleStore } from '../../src/adapters/store/views/consoleViews.ts';
import { readHealthCounts } from '../../src/adapters/store/watch/healthCounts.ts';
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

describe('a rule whose main feed is paused', () => {
  it('cannot see, which its owner is told; the service itself is well', async () => {
    await open();
    await pass(0, 1, ['paper', 'wire'], 'A riot in the city');
    await pass(2, 2, ['paper'], 'A riot in the city');
    await world.db.execute("UPDATE feeds SET paused_at = $1, paused_by = 'Dana' WHERE name = 'paper'", [world.at(121)]);
    await pass(3, 5, ['paper', 'wire']);
    expect(await states()).toEqual(['paper paused']);
    expect(sent().map(([, , subject]) => subject)).toEqual(['The rule riot is blind']);
    expect(world.notices[0]?.body).toContain('paused by Dana until somebody resumes it');
    expect(await readHealthCounts(world.db)).toMatchObject({ feedsInTrouble: 0, blindFeeds: 0 });
    await world.db.execute('UPDATE feeds SET paused_at = NULL');
    await pass(6, 8, ['paper', 'wire']);
    expect(await states()).toEqual(['paper paused (over)']);
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

describe('feeds that never answered', () => {
  const offline = (feed: string): FetchOutcome => ({
    kind: 'failed',
    reason: 'dns',
    message: `${feed} has no address`,
  });

  it('are blind at the first look, and one line says what they share', async () => {
    const feeds = ['paper', 'wire', 'radio'];
    world = await createQuietWorld({
      ...{ start: '2022-03-01T19:00:00Z', feeds, subscriptions: [{ rules: ['riot'] }] },
      rules: { riot: { query: 'riot', owner: 'owner@example.org' }, tass: 'source:tass.ru riot' },
    });
    for (const feed of feeds) world.respond(feed, offline(feed));
    await world.runUntil(0);
    await world.watch();
    expect(await states()).toEqual(['paper failing', 'wire failing', 'radio failing']);
    expect(sentInAnyOrder()).toEqual([
      ['admin@example.org', 'The rule tass is blind'],
      ['owner@example.org', 'The rule riot is blind'],
    ]);
    expect(world.notices[0]?.body).toMatch(
      /3 of 3 feeds fail alike: their host names cannot be resolved\.\n {2}What to do: is this machine online\?/,
    );
    expect(world.notices[0]?.body).toContain('0% source coverage');
  });

  it('are shown red before any look at them; one that was not polled yet is new, and one of many reddens no rule', async () => {
    const names = ['paper', ...Array.from({ length: 26 }, (_, index) => `wire${index}`)];
    world = await createQuietWorld({
      ...{ start: '2022-03-01T19:00:00Z', feeds: names, subscriptions: [{ rules: ['riot'] }], rules: { riot: 'riot' } },
    });
    const shown = async () =>
      (await createConsoleStore(world.db).feeds(world.at(0))).map(({ name, health }) => `${name} ${health.state}`);
    expect(new Set(await shown())).toEqual(new Set(names.map((name) => `${name} new`)));
    world.respond('paper', offline('paper'));
    await world.runUntil(0);
    expect((await shown()).filter((each) => !each.endsWith(' new'))).toEqual(['paper failing']);
    expect(await readHealthCounts(world.db)).toMatchObject({
      feeds: 27,
      feedsInTrouble: 1,
      blindFeeds: 1,
      blindRules: 0,
    });
    await world.watch();
    expect(await states()).toEqual(['paper failing']);
    expect(
      await world.db.query('SELECT round(share::numeric, 3)::float8 AS share, blind_since FROM rule_sight'),
    ).toEqual([{ share: 0.963, blind_since: null }]);
    expect(sent()).toEqual([]);
  });
});

describe('the name that the list gives a feed', () => {
  it('is what messages say and `source:` finds; what an item names as its own source stays', async () => {
    const name = 'The Paper, world news';
    world = await createQuietWorld({
      ...{ start: '2022-03-01T19:00:00Z', feeds: ['paper', 'wire'], subscriptions: [{ rules: ['named', 'domain'] }] },
      rules: { named: 'source:"The Paper, world news" riot', domain: 'source:paper.example riot' },
    });
    await world.db.execute("UPDATE feeds SET name = $1 WHERE name = 'paper'", [name]);
    await world.runUntil(0);
    world.publish('paper', { guid: '1', title: 'A riot in Aktau' });
    world.publish('paper', {
      guid: '2',
      title: 'Another riot in Oral',
      outlet: { name: 'Kaz TV', domain: 'kaztv.example' },
    });
    world.publish('wire', { guid: '3', title: 'A third riot, in Semey' });
    await world.runUntil(3);
    const told = world.sent.flatMap(({ message }) =>
      message.entries.map(({ title, outlet, reasons }) => [
        title.text,
        outlet.name,
        reasons.map(({ ruleId }) => ruleId).sort(),
      ]),
    );
    expect(told.sort()).toEqual([
      ['A riot in Aktau', name, ['domain', 'named']],
      ['Another riot in Oral', 'Kaz TV', ['named']],
    ]);
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
