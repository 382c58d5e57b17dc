import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/adapters/packageRoot.ts';
import { readScenario } from '../../src/app/demo/scenario.ts';
import { boundsInWords } from '../../src/domain/ledger/boundsInWords.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';

const scenario = readScenario(join(packageRoot(), 'config/demo/scenario.yaml'));
const start = '2022-01-05T00:00:00Z';
const minuteOf = (at: Date): number => (at.getTime() - Date.parse(start)) / 60_000;

let world: QuietWorld;

/** The four days of the demo, its outlets' reports as they come, told by one rule that matches nearly all of them. */
beforeAll(async () => {
  world = await createQuietWorld({
    ...{ start, feeds: scenario.outlets.map(({ id }) => id) },
    rules: {
      unrest: {
        query: 'kazakhstan OR almaty OR казахстан OR алматы OR қазақстан OR одкб OR мвд OR минздрав OR іім',
        alert: { on: 'change' },
      },
    },
    subscriptions: [{ rules: ['unrest'], maxPerHour: 0 }],
  });
  await world.runUntil(1);
  for (const { at, outlet, id, title, text } of scenario.articles) {
    const from = scenario.outlets.find((each) => each.id === outlet);
    const minute = minuteOf(at);
    world.sleepUntil(minute);
    const { name = outlet, domain = '', lang = 'en' } = from ?? {};
    world.publish(outlet, { guid: id, title, contentText: text, publishedAt: at, lang, outlet: { name, domain } });
    await world.runUntil(minute + 1);
  }
}, 120_000);
afterAll(() => world.close());

interface MoveRow {
  readonly story: number;
  readonly kind: string;
  readonly fromMin: number | null;
  readonly fromMax: number | null;
  readonly toMin: number | null;
  readonly toMax: number | null;
  readonly at: Date;
}

it('moves as its texts say', async () => {
  const rows = await world.db.query<MoveRow>(
    `SELECT story_id AS story, kind, from_min AS "fromMin", from_max AS "fromMax", to_min AS "toMin", to_max AS "toMax", moved_at AS at
       FROM moves ORDER BY id`,
  );
  const words = (min: number | null, max: number | null) => boundsInWords(min === null ? null : { min, max });
  console.log(rows.map((row) => `${row.at.toISOString().slice(5, 16)} s${row.story} ${row.kind} ${words(row.fromMin, row.fromMax)} → ${words(row.toMin, row.toMax)}`).join('\n'));
  expect(rows.length).toBeGreaterThan(0);
});
