import { type Word, wordsOf } from '../../src/domain/languages/words.ts';
import type { KazakhForms } from '../../src/domain/rules/inflection/kazakh.ts';
import { stemOf } from '../../src/domain/rules/inflection/stems.ts';

/** A text's words by each way they are looked for. Positions count words from 0. */
export interface TextIndex {
  readonly words: readonly Word[];
  byFolded(folded: string): readonly number[];
  byExact(exact: string): readonly number[];
  byStem(stem: string): readonly number[];
  byPrefix(prefix: string): readonly number[];
  byKazakhForms(forms: KazakhForms): readonly number[];
}

const none: readonly number[] = [];

export function indexText(text: string): TextIndex {
  const words = wordsOf(text);
  const folded = grouped(words, (word) => word.folded);
  const exact = lazily(() => grouped(words, (word) => word.exact));
  const stems = lazily(() => grouped(words, (word) => stemOf(word.folded)));
  const sorted = lazily(() => [...folded.keys()].sort());
  const startingWith = (prefix: string): string[] => between(sorted(), prefix);
  const positions = (found: readonly string[]): readonly number[] =>
    found.flatMap((word) => folded.get(word) ?? none).sort((a, b) => a - b);
  return {
    words,
    byFolded: (word) => folded.get(word) ?? none,
    byExact: (word) => exact().get(word) ?? none,
    byStem: (stem) => stems().get(stem) ?? none,
    byPrefix: (prefix) => positions(startingWith(prefix)),
    byKazakhForms: (forms) => {
      const candidates = new Set(forms.keys.flatMap(startingWith));
      return positions([...candidates].filter((candidate) => forms.has(candidate)));
    },
  };
}

function grouped(words: readonly Word[], keyOf: (word: Word) => string | null): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  words.forEach((word, position) => {
    const key = keyOf(word);
    if (key === null) return;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  });
  return groups;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The words of a sorted list that start with the prefix. */
function between(sorted: readonly string[], prefix: string): string[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  for (let next = low; sorted[next]?.startsWith(prefix); next++) found.push(sorted[next] ?? '');
  return found;
}
