import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/domain/basics/time.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import type { Ended } from '../support/tocsin.ts';
import { runHere } from '../support/tocsinHere.ts';

let world: QuietWorld;
let folder: string;
let minute = 0;
/** The number of the second article. */
let second: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-stories-'));
  // Commands read the real clock: the world began a little before it.
  world = await createQuietWorld({
    start: new Date(Date.now() - 30 * minuteMs).toISOString(),
    feeds: ['wire', 'courier'],
    rules: { ships: 'ferry OR vessel' },
    subscriptions: [{ rules: ['ships'] }],
  });
  world.publish('wire', {
    guid: 'a',
    title: 'Ferry Santa Orela sinks off Marindu\u001b[2J, 17 killed',
    contentText: 'The ferry Santa Orela sank off the island of Marindu. 17 people were killed, the coast guard said.',
  });
  await world.runUntil(++minute);
  world.publish('courier', {
    guid: 'b',
    title: 'Passenger vessel lost in Gulf of Ambara: 21 dead',
    contentText: 'A vessel went down in the Gulf of Ambara in heavy seas. 21 people were killed, the Navy said.',
  });
  await world.runUntil(++minute);
  const [{ id } = { id: 0 }] = await world.db.query<{ id: number }>('SELECT max(id) AS id FROM articles');
  second = id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

const tocsin = (...args: string[]): Promise<Ended> =>
  runHere(['stories', ...args], { DATABASE_URL: world.connectionString, DATA_DIR: join(folder, 'data') });

/** While the service, which here only runs when it is let, goes on. */
async function besideService(ended: Promise<Ended>): Promise<Ended> {
  const isOver = ended.then(() => true);
  while (!(await Promise.race([isOver, sleep(100)]))) await world.runUntil(++minute);
  return ended;
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('stories', () => {
  it('list says how many articles and outlets there are and what the ledgers say, newest first', async () => {
    const { code, stdout, stderr } = await tocsin('list');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^2 {2}Passenger vessel lost .*\n {4}1 article of 1 outlet, the last on .* UTC; killed 21\n1 {2}Ferry .*Marindu\[2J, 17 killed\n/,
    );
    const [first, other, ...rest] = linesOf((await tocsin('list', '--days', '1', '--json')).stdout);
    expect(first).toMatchObject({ id: 2, articles: 1, outlets: 1, headline: { killed: { min: 21, max: 21 } } });
    expect([other.id, rest]).toEqual([1, []]);
  });

  it('show says who claims what since when, how it moved, by which article, and which rules matched', async () => {
    const { code, stdout } = await tocsin('show', '1');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}killed 17: coast guard, since .* UTC\n/);
    expect(stdout).toMatch(/UTC {2}killed 17 \(coast guard, article 1\): “17 [^”]*killed”\n/);
    expect(stdout).toMatch(/\n {2}1 {2}.* UTC {2}report, wire: Ferry /);
    expect(stdout).toMatch(/\nRules that match it\n {2}ships: ferry\n/);
  });

  it('merge says what will happen, and that the service has done it; both stories keep the edit', async () => {
    const { code, stdout, stderr } = await besideService(
      tocsin('merge', '1', '2', '--why', 'one ship', '--by', 'dana'),
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^story 2 \(1 article: Passenger .*\) is merged into story 1 \(1 article: Ferry .*\)\. .*\nApplied\.\n$/,
    );
    const [shown] = linesOf((await tocsin('show', '1', '--json')).stdout);
    expect(shown).toMatchObject({
      headline: { killed: { min: 21 } },
      ledger: [{ attribution: 'Navy', others: [{ min: 17 }] }],
      moves: [
        { article: 1 },
        { article: null, edit: 1, from: { min: 17 }, to: { min: 21 }, quote: expect.stringContaining('21') },
      ],
      members: [{ article: 1 }, { article: second, outlet: 'courier', role: 'report' }],
      edits: [{ kind: 'merge', otherId: 2, articles: [second], by: 'dana', why: 'one ship' }],
    });
    expect((await tocsin('show', '2')).stdout).toMatch(
      /; merged into story 1\n[\s\S]*Edits\n {2}edit 1, .* by dana: story 2 into 1, with articles \d+; applied \(one ship\)\n/,
    );
  });

  it('split names the story that was opened', async () => {
    const { code, stdout } = await besideService(tocsin('split', '1', String(second), '--why', 'two ships'));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^A new story takes 1 article \(\d+\) of story 1 \(2 articles: .*\), .*\nApplied: opened story 3\.\n$/,
    );
  });

  it.each([
    ['merge 1 99 --why x', 'there is no story 99'],
    ['merge 1 2', "required option '--why <text>' not specified"],
    ['show 99', 'there is no story 99'],
  ])('%s is bad usage, and changes nothing', async (words, reason) => {
    const { code, stdout, stderr } = await tocsin(...words.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(reason);
  });

  it('merge says that it waits where no service runs; the next one applies it', async () => {
    await world.changeWriter();
    const { code, stdout } = await tocsin('merge', '1', '3', '--why', 'one ship after all');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('Saved as edit 3. No service is running; it will be applied when one starts.'),
    ]);
    await world.runUntil(++minute);
    expect((await tocsin('show', '3')).stdout).toContain('merged into story 1');
    expect(world.sent).toHaveLength(2);
  });

  it('without a subcommand still groups articles of a pipe', async () => {
    const line = JSON.stringify({ id: 'a', title: 'A riot', body: '' });
    const { code, stdout } = await runHere(['stories'], {}, `${line}\n`);
    expect([code, stdout]).toEqual([0, '{"id":"a","story":1}\n']);
  });
});
