import { exact, fold } from './fold.ts';

/** A word of a text. Offsets are UTF-16 code units of that text, end exclusive. */
export interface Word {
  readonly folded: string;
  readonly exact: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Letters and digits of any script begin a word; marks and invisible characters belong to the word around them; hyphens,
 * apostrophes and all else break words. (JavaScript's `\b` knows ASCII only and never sees a Cyrillic word.)
 */
const beginning = '\\p{L}\\p{N}';
const inside = '\\p{M}\\u00ad\\u200b-\\u200f\\u2060\\ufeff';

/** In steps, since V8 remembers every turn of a loop over `\p{…}` and throws after some millions. */
const mostUnitsAtOnce = 4000;
const firstOfWord = new RegExp(`[${beginning}]`, 'gu');
const moreOfWord = new RegExp(`[${beginning}${inside}]{1,${mostUnitsAtOnce}}`, 'uy');

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  firstOfWord.lastIndex = 0;
  for (let found = firstOfWord.exec(text); found !== null; found = firstOfWord.exec(text)) {
    const [start, end] = [found.index, endOfWord(text, found.index)];
    const letters = text.slice(start, end);
    words.push({ folded: fold(letters), exact: exact(letters), start, end });
    firstOfWord.lastIndex = end;
  }
  return words;
}

function endOfWord(text: string, start: number): number {
  let end = start;
  for (moreOfWord.lastIndex = end; moreOfWord.test(text); moreOfWord.lastIndex = end) end = moreOfWord.lastIndex;
  return end;
}

/** What a character is to words. */
export const characterClass = { breaks: 0, begins: 1, continues: 2, surrogate: 3 } as const;

const beginsWord = new RegExp(`^[${beginning}]$`, 'u');
const continuesWord = new RegExp(`^[${inside}]$`, 'u');

const classOf = (character: string): number =>
  beginsWord.test(character)
    ? characterClass.begins
    : continuesWord.test(character)
      ? characterClass.continues
      : characterClass.breaks;

/** The class of every UTF-16 code unit: `wordsOf` for those who read a text unit by unit. */
export const unitClasses: Uint8Array = Uint8Array.from({ length: 0x10000 }, (_, unit) =>
  unit >= 0xd800 && unit <= 0xdfff ? characterClass.surrogate : classOf(String.fromCharCode(unit)),
);

/** The class of the character that begins with a surrogate at `at`, before `to`: half a pair breaks words. */
export function astralClassAt(units: Uint16Array, at: number, to: number): number {
  const [high = 0, low = 0] = [units[at], at + 1 < to ? units[at + 1] : 0];
  const isPair = high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
  return isPair ? classOf(String.fromCharCode(high, low)) : characterClass.breaks;
}
