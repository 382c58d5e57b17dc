import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MatchInput } from '../src/domain/rules/rule.ts';
import { randomFrom } from '../tests/support/random.ts';

/** The articles of every .jsonl file of a folder (`{lang, title, body}` a line), or made-up ones without a folder; shuffled. */
export function loadArticles(folder: string | undefined): readonly MatchInput[] {
  const articles = folder === undefined ? madeUp(4000) : fromFolder(folder);
  const random = randomFrom(1);
  return articles
    .map((article) => ({ article, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ article }) => article);
}

const input = (title: string, body: string, lang: string | null): MatchInput => ({
  ...{ title, body, lang, outlet: { name: 'Wire', domain: 'wire.example' }, figures: [] },
});

function fromFolder(folder: string): readonly MatchInput[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  const lines = files.flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const { title, body, lang } = JSON.parse(line);
      return input(String(title ?? ''), String(body ?? ''), lang ?? null);
    });
}

/** Words of syllables, drawn so that the rank of a word and its frequency multiply to about the same (Zipf's law). */
function madeUp(count: number): readonly MatchInput[] {
  const random = randomFrom(7);
  const syllables = 'ba de ki lo mu na pe ri so tu va ze gor lin mak sten'.split(' ');
  const word = (): string =>
    Array.from({ length: 2 + Math.floor(random() * 3) }, () => syllables[Math.floor(random() * syllables.length)]).join(
      '',
    );
  const vocabulary = Array.from({ length: 40_000 }, word);
  const pick = (): string => vocabulary[Math.floor(vocabulary.length ** random()) - 1] ?? 'ba';
  const text = (length: number): string => Array.from({ length }, pick).join(' ');
  return Array.from({ length: count }, () => input(text(9), text(80 + Math.floor(random() * 200)), 'en'));
}
