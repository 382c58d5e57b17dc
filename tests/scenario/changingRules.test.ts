import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/domain/basics/time.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import { runHere } from '../support/tocsinHere.ts';

let world: QuietWorld;
let folder: string;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-changing-'));
  // Commands read the real clock: the world began a little before it.
  world = await createQuietWorld({
    start: new Date(Date.now() - 30 * minuteMs).toISOString(),
    feeds: ['wire', 'courier'],
    rules: { riot: 'riot', strike: 'strike' },
    subscriptions: [{ rules: ['riot'] }],
  });
  settings = { DATABASE_URL: world.connectionString, DATA_DIR: join(folder, 'data'), CONFIG_DIR: folder };
  world.publish('wire', { guid: 'a', title: 'A riot began in Aktau', link: 'https://wire.example/a' });
  world.publish('wire', {
    guid: 'b',
    title: 'Curfew\u001b[2J in Almaty',
    contentText: 'Unrest is seen at the square.',
  });
  world.publish('courier', { guid: 'c', title: 'Football: a draw' });
  await world.runUntil(1);
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

const tocsin = (...args: string[]) => runHere(args, settings);
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const edited = `
concepts: { trouble: [riot, unrest] }
rules:
  - { id: riot, name: riot, query: '@trouble', alert: { on: article } }
  - { id: strike, name: strike, query: strike, alert: { on: article } }
`;
const apply = (text: string, ...options: string[]) => runHere(['rules', 'apply', '-', ...options], settings, text);

describe('a rule is changed', () => {
  it('after a preview, which says what it would have gained and lost, and writes nothing', async () => {
    const { code, stdout, stderr } = await tocsin('rules', 'preview', 'riot', '--query', 'unrest AND square');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('riot over the 3 articles saved in the last 7 days');
    expect(stdout).toMatch(/all +3 +1 +1\n/);
    expect(stdout).toMatch(/gained: 1\n.* wire: Curfew\[2J in Almaty\n +\*Unrest\* is seen at the \*square\*\./);
    expect(stdout).toMatch(/lost: 1\n.* wire: A \*riot\* began in Aktau\n +https:\/\/wire\.example\/a\n/);
    expect(await world.db.query('SELECT FROM rule_sets')).toHaveLength(1);
  });

  it('previewed from a file, with the concepts of the file, as JSON Lines', async () => {
    const args = ['rules', 'preview', 'riot', '--file', '-', '--json'];
    const [first, last, ...rest] = linesOf((await runHere(args, settings, edited)).stdout);
    expect(first).toMatchObject({ change: 'gained', revision: 1, excerpts: [{ highlights: [[0, 6]] }] });
    expect(last.summary).toMatchObject({ rule: 'riot', articles: 3, saved: 1, candidate: 2, gained: 1, lost: 0 });
    expect(rest).toEqual([]);
  });

  it('and applied, replayed without a word to anybody, then with', async () => {
    const sent = world.sent.length;
    expect((await apply(edited, '--by', 'dana', '--why', 'missed Almaty')).stdout).toContain('Applied.');
    const dry = await tocsin('replay', '--since', '1d', '--dry-run');
    expect(dry.stdout).toMatch(/riot +2 +1 +0\nNothing was saved\.\nNobody was notified\.\n/);
    const silent = await tocsin('replay', '--since', '1d');
    expect([silent.code, silent.stderr]).toEqual([0, '']);
    expect(silent.stdout).toMatch(
      /^3 articles saved since .*, matched against rule set 2\.\n.*\n {2}riot +2 +1 +0\nNobody was notified/,
    );
    expect((await tocsin('replay', '--since', '1d', '--rules', 'riot')).stdout).toContain('Nothing new was found.');
    expect((await tocsin('replay', '--since', '1d', '--tell')).stdout).toContain('1 notification will be sent.');
    expect((await tocsin('replay', '--since', '1d', '--tell')).stdout).toContain('0 notifications will be sent.');
    world.sleepUntil(40);
    await world.runUntil(40);
    const fresh = world.sent.slice(sent).flatMap(({ message }) => message.entries.map(({ reasons }) => reasons[0]));
    expect(fresh).toEqual([{ ruleId: 'riot', ruleName: 'riot', ruleRevision: 2 }]);
  });

  it('and its history shows who did it, when, why, and what changed', async () => {
    expect((await tocsin('rules', 'history')).stdout).toMatch(
      /^set 2, \S+ \S+ UTC by dana: missed Almaty\n {4}~ riot\nset 1, /,
    );
    const { stdout } = await tocsin('rules', 'history', 'riot');
    expect(stdout.replace(/\d{4}-\S+ \S+ UTC/g, 'WHEN')).toBe(
      [
        'revision 2, in force, WHEN by dana: missed Almaty',
        '    - query: riot',
        '    + query: @trouble',
        '    + @trouble: riot',
        '    + @trouble: unrest',
        'revision 1, WHEN by test: test',
        '    query: riot',
        '',
      ].join('\n'),
    );
    const [newest] = linesOf((await tocsin('rules', 'history', 'riot', '--json')).stdout);
    expect(newest).toMatchObject({
      ...{ rule: 'riot', revision: 2, state: 'in force', until: null },
      since: { set: 2, by: 'dana', why: 'missed Almaty' },
      changes: { concepts: [{ concept: 'trouble', removed: [], added: ['riot', 'unrest'] }] },
    });
  });

  it('and put back as it was', async () => {
    const { stdout: shown } = await tocsin('rules', 'show', 'riot', '--revision', '1');
    expect(shown).toMatch(
      /^# riot, revision 1 \(replaced\), .*\n#.*\nconcepts: \{\}\nrules:\n {2}- id: riot\n {4}query: riot\n/,
    );
    const args = ['rules', 'restore', 'riot', '--revision', '1'];
    const plan = '~ rule riot\n    - query: @trouble\n    + query: riot\n0 added, 1 changed, 0 removed\n';
    expect((await tocsin(...args, '--dry-run')).stdout).toBe(plan);
    expect((await tocsin(...args, '--by', 'aigerim')).stdout).toBe(`${plan}Restored.\n`);
    expect((await tocsin(...args)).stdout).toBe('riot is already as in revision 1; nothing changes.\n');
    expect((await tocsin('rules', 'history', 'riot')).stdout).toMatch(
      /^revision 3, in force, .* by aigerim: restored revision 1\n/,
    );
  });
});

describe('what can’t be done is said', () => {
  it.each([
    [1, ['rules', 'history', 'riots'], 'there has never been a rule riots; did you mean riot?'],
    [1, ['rules', 'show', 'riot', '--revision', '9'], 'riot has no revision 9, only 1 to 3'],
    [1, ['rules', 'restore', 'riot', '--revision', '9'], 'riot has no revision 9, only 1 to 3'],
    [2, ['rules', 'restore', 'riot'], "required option '--revision <n>' not specified"],
    [2, ['rules', 'restore', 'riot', '--revision', 'last'], 'expected a whole number, at least 1'],
    [1, ['rules', 'preview', 'riots'], 'there has never been a rule riots; did you mean riot?; give a --query'],
    [
      1,
      ['rules', 'preview', 'riot', '--query', '(riot'],
      '--query:1:1: error: this bracket is never closed\n    (riot\n    ^\n',
    ],
    [2, ['rules', 'preview', 'riot', '--query', 'riot', '--file', 'x'], 'cannot be used with'],
    [2, ['replay'], "required option '--since <when>' not specified"],
    [2, ['replay', '--since', 'yesterday'], 'expected a duration, for example 7d'],
    [2, ['replay', '--since', '2026-11-20T10:00'], 'an instant with its time zone'],
    [2, ['replay', '--since', '7d', '--rules', 'riots'], 'no such rule is in force: riots'],
  ])('with exit code %d: %j', async (exitCode, args, words) => {
    const { code, stdout, stderr } = await runHere(args, settings);
    expect(stderr).toContain(words);
    expect([code, stdout]).toEqual([exitCode, '']);
  });

  it('a new rule has nothing to be compared with', async () => {
    const { code, stdout } = await tocsin('rules', 'preview', 'curfew', '--query', 'curfew');
    expect(code).toBe(0);
    expect(stdout).toContain('The store has no such rule in force to compare with.');
    expect(stdout).toMatch(/caught: 1\n/);
  });
});
