/** What a UTF-16 code unit is to words, as bits. */
export const character = { letter: 1, joiner: 2, digit: 4, space: 8, surrogate: 16, lower: 32, upper: 64 } as const;

/** In runs, since asking each unit for itself takes thirty milliseconds at every start. */
const shapes: readonly (readonly [bit: number, run: RegExp])[] = [
  [character.letter, /\p{L}+/gu],
  // Marks and invisible characters belong to the word around them.
  [character.joiner, /[\p{M}\u00ad\u200b-\u200d\u2060]+/gu],
  [character.digit, /\d+/g],
  [character.space, /\s+/g],
  // Of these letters alone a word has no accents and no second spelling.
  [character.lower, /[a-zа-я]+/g],
  [character.upper, /[A-ZА-Я]+/g],
];

const surrogates = [0xd800, 0xe000] as const;

function classified(): Uint8Array {
  const table = new Uint8Array(0x10000);
  const units = new Uint16Array(table.length).map((_, unit) => unit).fill(0, ...surrogates);
  let text = '';
  for (let from = 0; from < units.length; from += 4096)
    text += String.fromCharCode(...units.subarray(from, from + 4096));
  for (const [bit, run] of shapes)
    for (const { 0: found, index } of text.matchAll(run))
      for (let unit = index; unit < index + found.length; unit++) table[unit] = (table[unit] ?? 0) | bit;
  return table.fill(character.surrogate, ...surrogates);
}

/** Texts are read unit by unit: a loop of a regular expression over `\p{…}` throws after some millions of turns. */
const table = classified();

export const bitsAt = (text: string, at: number): number => table[text.charCodeAt(at)] ?? 0;

/** The bits of the character that begins with a surrogate at `at`; half a pair is a sign. */
export function astralBitsAt(text: string, at: number): number {
  const shown = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /^\p{L}$/u.test(shown) ? character.letter : /^\p{M}$/u.test(shown) ? character.joiner : 0;
}
