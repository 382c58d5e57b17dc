import { type Word, wordsOf } from '../../languages/words.ts';
import { stemOf } from '../inflection/stems.ts';
import type { MatchInput } from '../rule.ts';
import type { TextField } from '../span.ts';

/** The words of one article by what an explanation asks of them; each worked out once, when it is first asked for. */
export interface ArticleWords {
  /** Where the words of the field begin. */
  startsIn(field: TextField): readonly number[];
  /** The first word of these letters in whatever case. */
  ofLetters(letters: string): Word | undefined;
  ofStem(stem: string): Word | undefined;
}

export function articleWords({ title, body }: MatchInput): ArticleWords {
  const words = { title: lazily(() => wordsOf(title)), body: lazily(() => wordsOf(body)) };
  const all = () => [...words.title(), ...words.body()];
  const starts = {
    title: lazily(() => words.title().map(({ start }) => start)),
    body: lazily(() => words.body().map(({ start }) => start)),
  };
  const byLetters = lazily(() => firstBy(all(), ({ exact }) => exact.toLowerCase()));
  const byFolded = lazily(() => firstBy(all(), ({ folded }) => folded));
  const byStem = lazily(() => firstBy([...byFolded().values()], ({ folded }) => stemOf(folded)));
  return {
    startsIn: (field) => starts[field](),
    ofLetters: (letters) => byLetters().get(letters.toLowerCase()),
    ofStem: (stem) => byStem().get(stem),
  };
}

function firstBy(words: readonly Word[], keyOf: (word: Word) => string | null): ReadonlyMap<string, Word> {
  const found = new Map<string, Word>();
  for (const word of words) {
    const key = keyOf(word);
    if (key !== null && !found.has(key)) found.set(key, word);
  }
  return found;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
