import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runTocsin } from '../support/tocsin.ts';
import { runHere } from '../support/tocsinHere.ts';

let folder: string;
let rules: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-commands-'));
  rules = await file('rules.yaml', "rules:\n  - { id: riots, query: 'riot' }\n");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const line = (id: number | string, title = 'A riot') => `${JSON.stringify({ id, title, body: '' })}\n`;
const answer = (id: number | string) => ({ id, matches: [{ rule: 'riots', spans: [['title', 2, 6]], score: 1 }] });
const linesOf = (text: string): readonly unknown[] =>
  text
    .split('\n')
    .filter((each) => each !== '')
    .map((each) => JSON.parse(each));

const match = (input: string, ...options: readonly string[]) =>
  runTocsin(['match', '--rules', rules, ...options], {}, input);

it('match answers every line in its order, two of one id too, and ends well', async () => {
  const { code, stdout } = await match(`${line('a')}\n${line('a')}${line(2, 'Calm')}`, '--articles', '-');
  expect(linesOf(stdout)).toEqual([answer('a'), answer('a'), { id: 2, matches: [] }]);
  expect(code).toBe(0);
});

it.each([
  ['is no JSON', 'riot\n', 'this is not JSON'],
  ['is no article', '{"id":2,"title":5}\n', 'title'],
])('match answers all that stands before a line that %s, names the line, and exits with 1', async (_, bad, message) => {
  const { code, stdout, stderr } = await match(line(1) + bad + line(3));
  expect(linesOf(stdout)).toEqual([answer(1)]);
  expect(stderr).toMatch(/standard input, line 2/);
  expect(stderr).toContain(message);
  expect(code).toBe(1);
});

it('match names a bad rule, goes on without it, and exits with 1', async () => {
  const bad = await file('bad.yaml', "rules:\n  - { id: riots, query: riot }\n  - { id: bad, query: 'riot AND (' }\n");
  const { code, stdout, stderr } = await runTocsin(['match', '--rules', bad], {}, line(1));
  expect(linesOf(stdout)).toEqual([answer(1)]);
  expect(stderr).toMatch(/bad\.yaml:3:\d+: error: bad:/);
  expect(code).toBe(1);
});

it('a file that is not there is bad usage', async () => {
  const nowhere = join(folder, 'nowhere');
  for (const args of [
    ['match', '--rules', nowhere],
    ['match', '--rules', rules, '--articles', nowhere],
    ['match', '--rules', rules, '--articles', folder],
    ['match'],
    ['check-rules', nowhere],
    ['check-rules'],
  ]) {
    const { code, stdout, stderr } = await runHere(args);
    expect([args, code, stdout]).toEqual([args, 2, '']);
    expect(stderr).not.toContain('    at ');
  }
});

it('match explains each rule beside its matches', async () => {
  const { stdout } = await match(line(1, 'Calm'), '--explain');
  const explain = [{ rule: 'riots', clause: 'riot', holds: false, miss: 'no form of "riot" is there' }];
  expect(linesOf(stdout)).toMatchObject([{ id: 1, matches: [], explain }]);
});

it('match ends quietly when its reader does', async () => {
  const main = join(import.meta.dirname, '../../dist/src/main.js');
  const child = spawn(process.execPath, [main, 'match', '--rules', rules], { env: { PATH: process.env.PATH ?? '' } });
  child.stdin.on('error', () => undefined).end(line(1).repeat(50_000));
  let stderr = '';
  child.stderr.on('data', (part) => {
    stderr += part;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = await once(child, 'close');
  expect([code, stderr]).toEqual([0, '']);
});

it('match asks the ledger of the story what an article moved, against the lines before it', async () => {
  const report = (id: number, publishedISO: string, body: string) =>
    `${JSON.stringify({ id, title: 'Dam bursts near Oskemen', body, lang: 'en', publishedISO })}\n`;
  const first =
    'A dam burst near Oskemen. The emergencies ministry said 26 people were killed in the flood below the dam.';
  const input = [
    report(1, '2024-05-03T10:00:00Z', first),
    report(
      2,
      '2024-05-03T12:00:00Z',
      'The dam near Oskemen burst. The toll of the flood below the dam rose to 164, the emergencies ministry said.',
    ),
    report(3, '2024-05-03T14:00:00Z', first),
    report(
      4,
      '2024-05-04T14:00:00Z',
      'The emergencies ministry corrected the toll of the flood below the dam near Oskemen: 152 people were killed.',
    ),
  ].join('');
  const queries = {
    changed: 'changed(killed)',
    rise: 'dam AND rise(killed) >= 20%',
    much: 'dam AND rise(killed) >= 1000%',
    fall: 'fall(killed) >= 1',
    steady: 'dam AND NOT changed(killed)',
    score: 'SCORE 5 (dam^3, rise(killed) >= 100^2)',
    two: '2 OF (absent, rise(killed) >= 138, killed = 164)',
    other: 'changed(injured)',
  };
  const path = await file(
    'ledger.yaml',
    `rules:\n${Object.entries(queries)
      .map(([id, query]) => `  - { id: ${id}, query: '${query}' }\n`)
      .join('')}`,
  );
  const { code, stdout, stderr } = await runHere(['match', '--rules', path, '--explain'], {}, input);
  expect([code, stderr]).toEqual([0, '']);
  const answers = linesOf(stdout) as readonly {
    readonly matches: readonly { readonly rule: string }[];
    readonly explain: readonly { readonly rule: string; readonly holds: boolean; readonly clauses: unknown }[];
  }[];
  const matched = answers.map(({ matches }) => matches.map(({ rule }) => rule));
  expect(matched).toEqual([['changed'], ['changed', 'rise', 'score', 'two'], ['steady'], ['changed', 'fall']]);
  const explained = answers.map(({ explain }) => explain.filter(({ holds }) => holds).map(({ rule }) => rule));
  expect(explained).toEqual(matched);
  expect(answers[1]?.explain.find(({ rule }) => rule === 'much')?.clauses).toMatchObject([
    { clause: 'dam', holds: true },
    {
      clause: 'rise(killed) >= 1000%',
      holds: false,
      miss: "the story's ledger says of killed 164, and said 26 before",
    },
  ]);
  expect(answers[2]?.explain.find(({ rule }) => rule === 'changed')).toMatchObject({
    miss: "the story's ledger says of killed what it said before",
  });
});

it('check-rules says where each mistake is, in words or as lines, and exits with 1', async () => {
  const twice = await file('twice.yaml', 'rules:\n  - { id: a, query: riot }\n  - { id: a, query: "titel:fire" }\n');
  const shown = await runHere(['check-rules', twice]);
  expect([shown.code, shown.stdout.includes('there are two rules with the id a')]).toEqual([1, true]);
  const lines = await runHere(['check-rules', '--json', twice]);
  expect(lines.code).toBe(1);
  expect(linesOf(lines.stdout)).toContainEqual(expect.objectContaining({ rule: 'a', line: 3, severity: 'error' }));
});

it('check-rules points at a mistake in alert.when, and shows one that is right as it is understood', async () => {
  const bad = await file(
    'when.yaml',
    "rules:\n  - { id: a, query: riot, alert: { when: 'kiled >= 10', cooldown: 5m } }\n",
  );
  const { code, stdout } = await runHere(['check-rules', bad]);
  expect(stdout).toMatch(/when\.yaml:2:43: error: a: alert\.when: .*\n {4}kiled >= 10\n {4}\^\n {4}try: killed\n/);
  expect(code).toBe(1);
  const lines = await runHere(['check-rules', '--json', bad]);
  expect(linesOf(lines.stdout)).toMatchObject([
    { rule: 'a', line: 2, column: 43, queryColumn: 1, suggestion: 'killed' },
  ]);
  const good = await file(
    'good.yaml',
    "rules:\n  - { id: a, query: riot, alert: { when: 'killed>=10 changed(killed)' } }\n",
  );
  const shown = await runHere(['check-rules', '--format', good]);
  expect(shown.stdout).toBe('a: riot\na: alert.when: killed >= 10 AND changed(killed)\n1 rule, 0 errors\n');
});

it('check-rules shows forms and canonical queries, and exits with 0', async () => {
  const { code, stdout } = await runHere(['check-rules', '--forms', '--format', '--json', rules]);
  expect(linesOf(stdout)).toEqual([
    { rule: 'riots', query: 'riot' },
    expect.objectContaining({ of: 'riots', word: 'riot', forms: expect.arrayContaining(['riot', 'riots', 'rioted']) }),
  ]);
  expect(code).toBe(0);
});

it('ledger says after each article what the story says now, and what moved; stories and figures agree with it', async () => {
  const report = (id: number, hour: number, body: string) =>
    `${JSON.stringify({ id, title: 'Dam bursts near Oskemen', body, lang: 'en', publishedISO: `2024-05-03T${hour}:00:00Z` })}\n`;
  const input = [
    report(
      1,
      10,
      'A dam burst near Oskemen. The emergencies ministry said 12 people were killed in the flood below the dam.',
    ),
    report(
      2,
      12,
      'The dam near Oskemen burst. The toll of the flood below the dam rose to 19, the emergencies ministry said.',
    ),
    report(
      3,
      14,
      'A dam burst near Oskemen. The emergencies ministry said 12 people were killed in the flood below the dam.',
    ),
  ].join('');
  const killed = (count: number) => ({ killed: { min: count, max: count } });
  const { code, stdout } = await runHere(['ledger'], {}, input);
  expect(code).toBe(0);
  expect(linesOf(stdout)).toMatchObject([
    { id: 1, story: 1, headline: killed(12), moves: [{ kind: 'killed', from: null, to: { min: 12 } }] },
    {
      id: 2,
      story: 1,
      headline: killed(19),
      moves: [{ from: { min: 12 }, to: { min: 19 }, attribution: 'emergencies ministry' }],
    },
    { id: 3, story: 1, headline: killed(19), moves: [] },
  ]);
  const figures = await runHere(['figures'], {}, input);
  expect(linesOf(figures.stdout)).toMatchObject([
    { totals: killed(12) },
    { totals: killed(19) },
    { totals: killed(12) },
  ]);
  const stories = await runHere(['stories'], {}, input);
  expect(linesOf(stories.stdout)).toEqual([1, 2, 3].map((id) => ({ id, story: 1 })));
});

it('figures and ledger read a day by the clock of the outlet’s country, and show it as a calendar date', async () => {
  const report = (source: string, body: string) => ({ title: '', body, lang: 'en', source });
  const asOfSaturday = 'As of Saturday, 12 people had been killed at the dam near Oskemen.';
  const input = [
    { id: 1, ...report('one.kz', asOfSaturday), publishedISO: '2022-01-07T19:00:00Z' },
    { id: 2, ...report('two.ru', asOfSaturday), publishedISO: '2022-01-07T19:00:00Z' },
    { id: 3, ...report('three.example', asOfSaturday), publishedISO: '2022-01-07T19:00:00Z' },
  ];
  const lines = input.map((line) => `${JSON.stringify(line)}\n`).join('');
  const figures = linesOf((await runHere(['figures'], {}, lines)).stdout);
  expect(figures).toMatchObject([
    { figures: [{ asOf: '2022-01-08' }] },
    { figures: [{ asOf: '2022-01-01' }] },
    { figures: [{ asOf: '2022-01-08' }] },
  ]);
  const ledger = linesOf((await runHere(['ledger'], {}, lines)).stdout);
  expect(ledger[0]).toMatchObject({ moves: [{ asOf: '2022-01-08' }] });
});
