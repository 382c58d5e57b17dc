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

const word = new RegExp(`[${beginning}][${beginning}${inside}]*`, 'gu');

export function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  for (const found of text.matchAll(word)) {
    const [letters] = found;
    words.push({ folded: fold(letters), exact: exact(letters), start: found.index, end: found.index + letters.length });
  }
  return words;
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
