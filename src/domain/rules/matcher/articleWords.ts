import { distance } from 'fastest-levenshtein';
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
  /** The word that looks most like it; undefined where none does. */
  closestTo(folded: string): Word | undefined;
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
  const comparisons = { left: mostComparisons };
  return {
    startsIn: (field) => starts[field](),
    ofLetters: (letters) => byLetters().get(letters.toLowerCase()),
    ofStem: (stem) => byStem().get(stem),
    closestTo: (folded) => closestOf(folded, byFolded(), comparisons),
  };
}

/** A hostile query has ten thousand words that are not there, in a text of as many: so many comparisons an article, and no more. */
const mostComparisons = 100_000;
const shortest = 4;

/** One that goes on from the other, or differs in at most a fourth of its letters. */
function closestOf(folded: string, words: ReadonlyMap<string, Word>, comparisons: { left: number }): Word | undefined {
  if (folded.length < shortest) return undefined;
  let best: { readonly word: Word; readonly difference: number } | undefined;
  for (const [other, word] of words) {
    if (comparisons.left-- <= 0) return undefined;
    const difference = differenceOf(folded, other);
    if (difference !== null && (best === undefined || difference < best.difference)) best = { word, difference };
  }
  return best?.word;
}

function differenceOf(folded: string, other: string): number | null {
  const lengths = Math.abs(other.length - folded.length);
  if (other.length < shortest || lengths > folded.length) return null;
  if (other.startsWith(folded) || folded.startsWith(other)) return lengths;
  if (lengths > folded.length / 4) return null;
  const difference = distance(folded, other);
  return difference <= folded.length / 4 ? difference : null;
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
