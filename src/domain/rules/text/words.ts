import { exact, fold } from './fold.ts';

/** A word of a text. Offsets are UTF-16 code units of that text, end exclusive. */
export interface Word {
  readonly folded: string;
  readonly exact: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Letters, digits and marks of any script; hyphens, apostrophes and all else break words. (JavaScript's `\b` knows ASCII
 * only and never sees a Cyrillic word.) Invisible characters belong to the word around them.
 */
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200b-\u200f\u2060\ufeff]*/gu;

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(word)) {
    const [letters] = found;
    words.push({ folded: fold(letters), exact: exact(letters), start: found.index, end: found.index + letters.length });
  }
  return words;
}
