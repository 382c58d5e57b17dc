import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { minuteMs } from '../../src/domain/basics/time.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import { runHere } from '../support/tocsinHere.ts';

let world: QuietWorld;
let folder: string;
let ids: readonly string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-explain-'));
  world = await createQuietWorld({
    start: new Date(Date.now() - 30 * minuteMs).toISOString(),
    feeds: ['wire'],
    rules: { riot: 'riot AND title:Almaty', strike: 'strike' },
    subscriptions: [{ rules: ['riot'] }, { rules: ['strike'] }],
  });
  await world.runUntil(1);
  world.publish('wire', { guid: 'a', title: 'Riot in Almaty\u001b[2J' });
  await world.runUntil(2);
  world.publish('wire', { guid: 'b', title: 'Rioters in court in Paris' });
  await world.runUntil(3);
  const rows = await world.db.query<{ id: number }>('SELECT id FROM articles ORDER BY id');
  ids = rows.map(({ id }) => String(id));
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

/** Of the first article or the second. */
const explain = (place: 1 | 2 | 99, ...args: readonly string[]) =>
  runHere(['explain', 'article', ids[place - 1] ?? '999999', ...args], {
    DATABASE_URL: world.connectionString,
    DATA_DIR: join(folder, 'data'),
  });

it('says why each subscription was notified, or why not', async () => {
  const { code, stdout, stderr } = await explain(1, '--subscriber', 'Desk@Example.org');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('subscription 1 (email desk@example.org): notified by riot (revision 1)\n    alert ');
  expect(stdout).toContain(
    'subscription 2 (email desk@example.org): not notified: it matched riot (revision 1), which this subscription does not have',
  );
});

it('says clause by clause what it missed by', async () => {
  const { stdout } = await explain(2, '--rule', 'riot');
  expect(stdout).toBe(
    [
      'wire: Rioters in court in Paris',
      'no   riot AND title:Almaty',
      '  no   riot: no form of "riot" is there; the closest word is "Rioters"',
      '  no   title:Almaty',
      '    no   Almaty: no form of "almaty" is there',
      '',
    ].join('\n'),
  );
  const { stdout: line } = await explain(1, '--query', 'riot', '--json');
  expect(JSON.parse(line)).toMatchObject({
    article: 1,
    explain: { clause: 'riot', holds: true, spans: [['title', 0, 4]] },
  });
});

it('shows no control characters of an article', async () => {
  const { stdout } = await explain(1, '--query', 'riot');
  expect(stdout).not.toContain('\u001b');
});

it.each([
  [99, ['--subscriber', 'desk@example.org'], 'there is no article 999999'],
  [1, ['--subscriber', 'nobody@example.org'], 'there is no subscriber nobody@example.org'],
  [1, ['--rule', 'riots'], 'riot'],
  [1, ['--query', 'riot AND'], 'the query ends here'],
  [1, [], 'give --subscriber, --rule or --query'],
] as const)('%i %j: says what is wrong', async (place, args, message) => {
  const { code, stderr } = await explain(place, ...args);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});
