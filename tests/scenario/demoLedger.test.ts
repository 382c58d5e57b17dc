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
        query: 'kazakhstan OR almaty OR aktau OR казахстан OR алматы OR қазақстан OR одкб OR мвд OR минздрав OR іім',
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
}

const said = (min: number | null, max: number | null): string => (min === null ? '–' : boundsInWords({ min, max }));

/** By kind, how the ledger that moved most often did: each move as `from → to`. */
async function movesOfToll(): Promise<Readonly<Record<string, readonly string[]>>> {
  const rows = await world.db.query<MoveRow>(
    `SELECT story_id AS story, kind, from_min AS "fromMin", from_max AS "fromMax", to_min AS "toMin", to_max AS "toMax"
       FROM moves
      WHERE story_id = (SELECT story_id FROM moves GROUP BY story_id ORDER BY count(*) DESC LIMIT 1)
      ORDER BY id`,
  );
  const moves: Record<string, string[]> = {};
  for (const { kind, fromMin, fromMax, toMin, toMax } of rows)
    moves[kind] = [...(moves[kind] ?? []), `${said(fromMin, fromMax)} → ${said(toMin, toMax)}`];
  return moves;
}

it('the ledger of the unrest moves as its reports say, up and down', async () => {
  expect(await movesOfToll()).toMatchObject({
    killed: ['– → 8', '8 → 18', '18 → 44', '44 → 164', '164 → 44'],
    injured: ['– → 317', '317 → 748'],
    arrested: ['– → 2,298', '2,298 → 4,400 or more', '4,400 or more → 4,404'],
  });
});

it('every move is told once', async () => {
  const kept = await world.db.query<{ name: string }>(
    "SELECT DISTINCT 'move:' || m.article_id || '.' || m.revision || ' ' || m.kind AS name FROM moves AS m ORDER BY 1",
  );
  const sent = await world.db.query<{ name: string }>(
    "SELECT key AS name FROM notification_log WHERE key LIKE 'move:%' AND message_id IS NOT NULL ORDER BY 1",
  );
  expect(sent).toEqual(kept);
  const moves = world.sent.flatMap(({ message }) =>
    message.entries.flatMap(({ story }) => (story?.facts ?? []).filter(({ kind }) => kind === 'move')),
  );
  expect(moves).toHaveLength(kept.length);
});
