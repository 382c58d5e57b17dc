import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runTocsin } from '../support/tocsin.ts';

/** docs/first-hour.md shows what commands print. What they print without its two outlets is compared here. */
let page: string;
let folder: string;
beforeAll(async () => {
  page = await readFile('docs/first-hour.md', 'utf8');
  folder = await mkdtemp(join(tmpdir(), 'tocsin-first-hour-'));
  await mkdir(join(folder, 'config'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The YAML of the page that has these words. */
const yamlWith = (words: string): string => {
  const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml ?? '');
  return blocks.find((yaml) => yaml.includes(words)) ?? '';
};

/** Lines without what differs from place to place: folders, and lines and columns of the starter file. */
const linesOf = (text: string): readonly string[] =>
  text.split('\n').map((line) => line.trim().replace(/(?:\S*\/)?config\/(\w+\.yaml)(?::\d+:\d+)?/, '$1'));

/** The printed lines that the page does not show. */
function missing(printed: string): readonly string[] {
  const onPage = new Set(linesOf(page));
  return linesOf(printed).filter((line) => !onPage.has(line));
}

/** What check-rules says of the page's concept and rule, after these corrections, but for the count of rules. */
async function checkRules(...corrections: readonly (readonly [string, string])[]): Promise<string> {
  const file = join(folder, 'config/rules.yaml');
  const starter = '  kazakhstan: [Kazakhstan, Kulsary, Казахстан, Қазақстан]\nrules:\n';
  const written = yamlWith('flooding') + starter + yamlWith('- id: floods');
  await writeFile(
    file,
    corrections.reduce((text, [from, to]) => text.replace(from, to), written),
  );
  return (await runTocsin(['check-rules', file])).stdout.replace(/^\d+ rules?, \d+ errors?$/m, '');
}

it('the first hour shows what init writes', async () => {
  const { stdout } = await runTocsin(['init', join(folder, 'again')]);
  const [written = ''] = stdout.split('\n\n');
  expect(linesOf(written)).toHaveLength(3);
  expect(missing(written)).toEqual([]);
});

it('the first hour shows what check-rules says of its rule, before and after it is corrected', async () => {
  const [first, second] = [
    await checkRules(),
    await checkRules(["'@kazakhstan AND @flood OR evacuated'", "'@kazakhstan AND @flood'"], ['flooding, ', '']),
  ];
  expect(first).toContain('AND and OR are mixed without brackets');
  expect(missing(first)).toEqual([]);
  expect(second).toContain('terms in one script only');
  expect(missing(second)).toEqual([]);
});
