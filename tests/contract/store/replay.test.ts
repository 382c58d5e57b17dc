import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReplayStore } from '../../../src/adapters/store/history/articlesToReplay.ts';
import { createRuleStore } from '../../../src/adapters/store/rules/ruleStore.ts';
import { type ReplayReport, type ReplayRequest, replay } from '../../../src/pipeline/history/replayArticles.ts';
import { createQuietWorld, type QuietWorld } from '../../support/quietWorld.ts';

let world: QuietWorld;
let minute: number;
beforeEach(async () => {
  minute = 0;
  world = await createQuietWorld({
    start: '2022-01-06T12:00:00Z',
    feeds: ['wire', 'courier'],
    rules: { riot: 'riot', strike: 'strike' },
    subscriptions: [{ rules: ['riot'] }, { rules: ['riot', 'strike'] }],
  });
});
afterEach(() => world.close());

/** Lets the service catch up. */
const settle = () => world.runUntil(++minute);

async function revise(rules: Readonly<Record<string, string>>): Promise<void> {
  const definitions = Object.entries(rules).map(([id, query]) => ({
    ...{ id, name: id, query, owner: null, concepts: {} },
    alert: { on: 'article' as const },
  }));
  await createRuleStore(world.db).replace(definitions, {}, { by: 'dana', why: 'a test', at: world.at(minute) });
}

function replayed(
  requested: Partial<ReplayRequest> = {},
  signal = new AbortController().signal,
): Promise<ReplayReport> {
  const deps = {
    store: createReplayStore(world.db),
    clock: { now: () => world.at(minute) },
    onProgress: () => undefined,
  };
  return replay(deps, { since: world.at(-60), ruleIds: null, notifies: false, isDryRun: false, ...requested }, signal);
}

const matches = () =>
  world.db.query<{ rule: string; revision: number; article: number }>(
    `SELECT v.rule_id AS rule, v.revision, m.article_id AS article
       FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id ORDER BY 1, 2, 3`,
  );

const countsOf = ({ rules }: ReplayReport) =>
  Object.fromEntries(rules.map(({ ruleId, matched, gained, lost }) => [ruleId, [matched, gained, lost]]));

/** Titles in the order in which they were told, by subscription. */
const titlesNotified = () =>
  world.sent.flatMap(({ subscription, message }) =>
    message.entries.map(({ title }) => `${subscription}: ${title.text}`),
  );

/** Subscriptions are sent to side by side: only within one of them is there an order. */
const bySubscription = (titles: readonly string[]) =>
  titles.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));

async function subscribeLate(): Promise<void> {
  await world.db.execute(
    `INSERT INTO subscriptions (subscriber_id, key, channel, target, schedule, created_at)
     SELECT id, 'late', 'email', email, '{"every":"instant"}', $1 FROM subscribers`,
    [world.at(minute)],
  );
  await world.db.execute("INSERT INTO subscription_rules SELECT id, 'riot' FROM subscriptions WHERE key = 'late'");
}

describe('a replay', () => {
  beforeEach(async () => {
    world.publish('wire', { guid: 'a', title: 'A riot began in Aktau' });
    world.publish('wire', { guid: 'b', title: 'Unrest is seen in Almaty' });
    world.publish('courier', { guid: 'c', title: 'Football: a draw' });
    await settle();
  });

  it('saves what the rules in force find in stored articles; a second one finds nothing new', async () => {
    await revise({ riot: 'riot OR unrest', strike: 'strike' });
    const first = await replayed();
    expect([first.looked, countsOf(first)]).toEqual([3, { riot: [2, 1, 0], strike: [0, 0, 0] }]);
    const after = await matches();
    expect(after.map(({ rule, revision }) => [rule, revision])).toEqual([
      ['riot', 1],
      ['riot', 2],
      ['riot', 2],
    ]);
    expect(countsOf(await replayed())).toEqual({ riot: [2, 0, 0], strike: [0, 0, 0] });
    expect(await matches()).toEqual(after);
  });

  it('says what is lost, and rewrites no history', async () => {
    const before = await matches();
    await revise({ riot: 'riot AND almaty', strike: 'strike' });
    expect(countsOf(await replayed())).toMatchObject({ riot: [0, 0, 1] });
    expect(await matches()).toEqual(before);
  });

  it('keeps to the rules that are requested, and says which are not in force', async () => {
    await revise({ riot: 'riot OR unrest', strike: 'football' });
    expect(countsOf(await replayed({ ruleIds: ['strike'] }))).toEqual({ strike: [1, 1, 0] });
    const { unknown, looked } = await replayed({ ruleIds: ['riot', 'riots'] });
    expect([unknown, looked]).toEqual([['riots'], 0]);
  });

  it('keeps to what was saved since then', async () => {
    await settle();
    world.publish('wire', { guid: 'd', title: 'Unrest again, in Taraz' });
    await settle();
    await revise({ riot: 'unrest', strike: 'strike' });
    expect(countsOf(await replayed({ since: world.at(1) }))).toMatchObject({ riot: [1, 1, 0] });
  });

  it('notifies nobody unless that is requested', async () => {
    await settle();
    const notified = titlesNotified();
    await revise({ riot: 'riot OR unrest', strike: 'strike' });
    expect((await replayed()).notified).toBe(0);
    await settle();
    expect(titlesNotified()).toEqual(notified);
  });

  it('notifies of what is new when that is requested, once, and of nothing that was sent before', async () => {
    await settle();
    const notified = titlesNotified();
    await revise({ riot: 'riot OR unrest', strike: 'strike' });
    expect((await replayed({ notifies: true })).notified).toBe(2);
    expect((await replayed({ notifies: true })).notified).toBe(0);
    await settle();
    expect(bySubscription(titlesNotified().slice(notified.length))).toEqual([
      '1: Unrest is seen in Almaty',
      '2: Unrest is seen in Almaty',
    ]);
    const [last] = world.sent.at(-1)?.message.entries ?? [];
    expect(last?.reasons).toEqual([{ ruleId: 'riot', ruleName: 'riot', ruleRevision: 2 }]);
  });

  it('notifies of what an earlier one found and notified nobody of, also of another revision', async () => {
    await settle();
    await revise({ riot: 'riot OR unrest', strike: 'strike' });
    await replayed();
    await revise({ riot: 'riot OR unrest OR curfew', strike: 'strike' });
    const report = await replayed({ notifies: true });
    expect([countsOf(report).riot, report.notified]).toEqual([[2, 0, 0], 2]);
    expect((await replayed({ notifies: true })).notified).toBe(0);
  });

  it('notifies no new subscriber of what their rule had matched before, or another replay notified of', async () => {
    await settle();
    await revise({ riot: 'riot OR unrest', strike: 'strike' });
    await replayed();
    expect((await replayed({ notifies: true })).notified).toBe(2);
    await subscribeLate();
    await revise({ riot: 'riot OR unrest OR curfew', strike: 'strike' });
    expect((await replayed({ notifies: true })).notified).toBe(0);
  });

  it('of two at once each match is gained by one, and sent once', async () => {
    await settle();
    await revise({ riot: 'riot OR unrest', strike: 'football' });
    const reports = await Promise.all([
      replayed({ notifies: true }),
      replayed({ notifies: true }),
      replayed({ notifies: true }),
    ]);
    const sum = (of: (report: ReplayReport) => number) => reports.reduce((total, report) => total + of(report), 0);
    expect([sum((each) => countsOf(each).riot?.[1] ?? 0), sum((each) => countsOf(each).strike?.[1] ?? 0)]).toEqual([
      1, 1,
    ]);
    expect(sum(({ notified }) => notified)).toBe(3);
  });

  it('as a dry run says the same and saves nothing', async () => {
    await settle();
    await revise({ riot: 'riot OR unrest', strike: 'football' });
    const before = await matches();
    const dry = await replayed({ notifies: true, isDryRun: true });
    expect(await matches()).toEqual(before);
    expect(await world.db.query('SELECT FROM notification_log WHERE message_id IS NULL')).toEqual([]);
    expect(await replayed({ notifies: true })).toEqual(dry);
  });
});

describe('what a replay notifies of', () => {
  it('has one key for near-duplicates', async () => {
    const text = 'Unrest is seen in Almaty, where shops stayed shut for a third day and the internet was down.';
    world.publish('wire', { guid: 'a', title: 'Unrest', contentText: `${text} Police closed the main square.` });
    world.publish('courier', { guid: 'b', title: 'Almaty', contentText: `${text} Police closed the main square.` });
    await settle();
    await settle();
    await revise({ riot: 'almaty', strike: 'strike' });
    const report = await replayed({ notifies: true });
    expect([countsOf(report).riot, report.notified]).toEqual([[2, 2, 0], 2]);
  });

  it('is nothing of the old items of a new feed', async () => {
    world.publish('wire', { guid: 'a', title: 'Unrest long ago', publishedAt: world.at(-3000) });
    await settle();
    await revise({ riot: 'unrest', strike: 'strike' });
    const report = await replayed({ notifies: true });
    expect([countsOf(report).riot, report.notified]).toEqual([[1, 1, 0], 0]);
  });
});

it('what a replay notifies of waits for the end of quiet hours, and comes in one message then', async () => {
  await world.close();
  world = await createQuietWorld({
    ...{ start: '2022-01-06T12:00:00Z', feeds: ['wire'], rules: { riot: 'riot' } },
    subscriptions: [{ rules: ['riot'], quiet: { from: { hour: 11, minute: 0 }, until: { hour: 12, minute: 30 } } }],
  });
  for (const city of ['Almaty', 'Taraz']) world.publish('wire', { guid: city, title: `Unrest is seen in ${city}` });
  await settle();
  await revise({ riot: 'unrest' });
  expect((await replayed({ notifies: true })).notified).toBe(2);
  await world.runUntil(29);
  expect(world.sent).toEqual([]);
  await world.runUntil(31);
  expect(world.sent.map(({ minute: at, message }) => [at, message.entries.length])).toEqual([[30, 2]]);
});

describe('beside the running service a replay', () => {
  it('leaves articles on their way to it', async () => {
    world.publish('wire', { guid: 'a', title: 'A riot began' });
    await settle();
    await world.db.execute(
      `INSERT INTO pipeline_items (article_id, revision, seen_at, step, feed_id)
       SELECT article_id, revision, seen_at, 'match', 1 FROM article_revisions`,
    );
    await revise({ riot: 'began', strike: 'strike' });
    expect(await replayed()).toMatchObject({ looked: 0, onTheirWay: 1 });
  });

  it('that is cut off goes on where it was when it is run again', async () => {
    for (let index = 0; index < 150; index++)
      world.publish('wire', { guid: `${index}`, title: `Unrest number ${index}` });
    await settle();
    await revise({ riot: 'unrest', strike: 'strike' });
    const stop = new AbortController();
    const store = createReplayStore(world.db);
    const deps = { store, clock: { now: () => world.at(minute) }, onProgress: () => stop.abort() };
    const requested = { since: world.at(-60), ruleIds: null, notifies: true, isDryRun: false };
    const cut = await replay(deps, requested, stop.signal);
    expect([cut.isCut, cut.looked, countsOf(cut).riot]).toEqual([true, 100, [100, 100, 0]]);
    expect(countsOf(await replayed({ notifies: true })).riot).toEqual([150, 50, 0]);
    const notified = await world.db.query('SELECT FROM notification_log');
    expect(notified).toHaveLength(300);
  });

  it('that fails in the middle of a batch has saved nothing of it', async () => {
    world.publish('wire', { guid: 'a', title: 'Unrest is seen' });
    await settle();
    await revise({ riot: 'unrest', strike: 'strike' });
    await world.db.execute('ALTER TABLE notification_log ADD CONSTRAINT broken CHECK (false) NOT VALID');
    await expect(replayed({ notifies: true })).rejects.toThrow();
    expect(await matches()).toEqual([]);
    await world.db.execute('ALTER TABLE notification_log DROP CONSTRAINT broken');
    expect((await replayed({ notifies: true })).notified).toBe(2);
  });
});
