import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPage } from '../../../src/adapters/pages/readPage.ts';
import { wordsOf } from '../../../src/domain/languages/words.ts';

const folder = join(import.meta.dirname, '../../fixtures/pages');
const names = readdirSync(folder).flatMap((file) => (file.endsWith('.html') ? [file.slice(0, -'.html'.length)] : []));
const file = (name: string) => readFileSync(join(folder, name), 'utf8');
const textOf = (name: string): string => {
  const reading = readPage(file(`${name}.html`));
  return reading.kind === 'text' ? reading.text : '';
};

const counted = (text: string): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { folded } of wordsOf(text)) counts.set(folded, (counts.get(folded) ?? 0) + 1);
  return counts;
};
const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((all, count) => all + count, 0);

/** The harmonic mean of how many words of one are in the other, each as often as it stands there. */
function wordF1(read: string, wanted: string): number {
  const [a, b] = [counted(read), counted(wanted)];
  const shared = [...a].reduce((all, [word, count]) => all + Math.min(count, b.get(word) ?? 0), 0);
  return (2 * shared) / (sum(a) + sum(b));
}

it.each(names)(
  'the article of the page "%s" is found: at least 95 of 100 words, and of others none that counts dead',
  (name) => {
    const text = textOf(name);
    expect(wordF1(text, file(`${name}.txt`))).toBeGreaterThanOrEqual(0.95);
    expect(text).not.toMatch(/\b(900|1,400|320)\b/);
  },
);

it('paragraphs and list items stand on lines of their own', () => {
  const lines = file('lists.txt').trim().split('\n');
  for (const line of lines) expect(textOf('lists').split('\n')).toContain(line);
});

it('of a page that is more than an article only so much is kept', () => {
  const reading = readPage(
    `<article>${'<p>The ministry said so, and the police, too, agreed on it.</p>'.repeat(4000)}</article>`,
  );
  expect(reading.kind === 'text' && reading.text.length).toBeLessThanOrEqual(100_000);
  expect(reading.kind === 'text' && reading.text.endsWith('agreed on it.')).toBe(true);
});
