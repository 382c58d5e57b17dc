import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runTocsin } from '../support/tocsin.ts';

type Range = readonly [min: number, max: number | null];

interface Step {
  readonly id: string;
  /** What the step is of. */
  readonly why: string;
  /** Absent: the article is there for what follows it. */
  readonly expect?: {
    /** A name of its own for each event. */
    readonly story: string;
    readonly headline: Readonly<Record<string, Range>>;
    readonly moved: readonly string[];
  };
}

interface Answer {
  readonly story: number;
  readonly headline: Readonly<Record<string, { readonly min: number; readonly max: number | null }>>;
  readonly moves: readonly { readonly kind: string }[];
}

const fixtures = join(import.meta.dirname, '../fixtures/ledger');

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const sorted = (kinds: readonly string[]): readonly string[] => [...new Set(kinds)].sort();

it.each([
  ['a bus crash with a correction, a rumour and a withdrawn report', 'busCrash'],
  ['a flood whose missing are found dead or alive', 'flood'],
  ['a riot with attackers, police and arrests', 'riot'],
  ['a blast with the counts of a company, a hospital and a ministry', 'blast'],
])('the ledger of %s says after each report what holds, and what moved', async (_, stream) => {
  const lines = linesOf(await readFile(join(fixtures, `${stream}.jsonl`), 'utf8'));
  const steps = lines.map((line): Step => JSON.parse(line));
  const { code, stdout } = await runTocsin(['ledger'], {}, `${lines.join('\n')}\n`);
  expect(code).toBe(0);
  const answers = linesOf(stdout).map((line): Answer => JSON.parse(line));
  const numbers = new Map<string, number>();
  const said = steps.map(({ id, why, expect: expected }, at) => {
    const { story = 0, headline = {}, moves = [] } = answers[at] ?? {};
    if (expected === undefined) return null;
    if (!numbers.has(expected.story)) numbers.set(expected.story, story);
    const counts = Object.keys(expected.headline).map((kind) => [kind, [headline[kind]?.min, headline[kind]?.max]]);
    return { id, why, story, headline: Object.fromEntries(counts), moved: sorted(moves.map(({ kind }) => kind)) };
  });
  const expected = steps.map(
    ({ id, why, expect: step }) =>
      step && { id, why, story: numbers.get(step.story), headline: step.headline, moved: sorted(step.moved) },
  );
  expect(said).toEqual(expected.map((step) => step ?? null));
  expect(new Set(numbers.values()).size).toBe(numbers.size);
});
