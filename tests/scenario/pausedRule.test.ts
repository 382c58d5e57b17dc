import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRuleDeeds } from '../../src/adapters/store/desk/ruleDeeds.ts';
import { createReplayStore } from '../../src/adapters/store/history/articlesToReplay.ts';
import type { Deed } from '../../src/desk/deed.ts';
import { pauseRule, resumeRule } from '../../src/desk/rules/pauseRule.ts';
import { replay } from '../../src/pipeline/history/replayArticles.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

let world: QuietWorld;
beforeAll(async () => {
  world = await createQuietWorld({
    start: '2022-01-06T12:00:00Z',
    feeds: ['wire'],
    rules: { riot: 'riot', strike: 'strike' },
    subscriptions: [{ rules: ['riot', 'strike'] }],
  });
});
afterAll(() => world.close());

const told = () => world.sent.flatMap(({ message }) => message.entries.map(({ title }) => title.text));
const deed = (minute: number): Deed => ({
  ...{ by: { kind: 'person', id: 1, name: 'dana' }, why: 'the feed repeats itself', at: world.at(minute) },
});
const replayed = (minute: number) =>
  replay(
    {
      ...{ store: createReplayStore(world.db), clock: { now: () => world.at(minute) } },
      onProgress: () => undefined,
    },
    { since: world.at(-60), ruleIds: ['riot'], notifies: true, isDryRun: false },
    new AbortController().signal,
  );

it('a paused rule goes on matching and notifies nobody; what it found may be told afterwards', async () => {
  const store = createRuleDeeds(world.db);
  await pauseRule({ store }, deed(0), { ruleId: 'riot', endsAt: world.at(60) });
  world.publish('wire', { guid: 'a', title: 'A riot began in Aktau' });
  world.publish('wire', { guid: 'b', title: 'A strike began in Almaty' });
  world.publish('wire', { guid: 'c', title: 'A riot and a strike began in Taraz' });
  await world.runUntil(1);
  expect(told().sort()).toEqual(['A riot and a strike began in Taraz', 'A strike began in Almaty']);
  expect(
    world.sent.flatMap(({ message }) => message.entries.flatMap(({ reasons }) => reasons.map(({ ruleId }) => ruleId))),
  ).toEqual(['strike', 'strike']);
  expect(
    await world.db.query(
      `SELECT v.rule_id AS rule, m.unnotified FROM matches AS m JOIN rule_revisions AS v ON v.id = m.rule_revision_id
        ORDER BY 1, m.article_id`,
    ),
  ).toEqual([
    { rule: 'riot', unnotified: true },
    { rule: 'riot', unnotified: true },
    { rule: 'strike', unnotified: false },
    { rule: 'strike', unnotified: false },
  ]);
  expect((await replayed(2)).notified, 'a replay does not go round the pause').toBe(0);
  await resumeRule({ store }, deed(2), 'riot');
  world.publish('wire', { guid: 'd', title: 'A riot ended in Aktobe' });
  await world.runUntil(3);
  expect(told()).toContain('A riot ended in Aktobe');
  expect(told()).not.toContain('A riot began in Aktau');
  expect((await replayed(4)).notified).toBeGreaterThan(0);
  await world.runUntil(5);
  expect(told()).toContain('A riot began in Aktau');
});

it('a pause ends by itself', async () => {
  await pauseRule({ store: createRuleDeeds(world.db) }, deed(5), { ruleId: 'riot', endsAt: world.at(7) });
  world.publish('wire', { guid: 'e', title: 'A riot in Semey, says police' });
  await world.runUntil(6);
  world.publish('wire', { guid: 'f', title: 'A riot in Oral, says mayor' });
  await world.runUntil(8);
  const titles = told();
  expect(titles).not.toContain('A riot in Semey, says police');
  world.publish('wire', { guid: 'g', title: 'A riot in Kostanay goes on' });
  await world.runUntil(10);
  expect(told()).toContain('A riot in Kostanay goes on');
});
