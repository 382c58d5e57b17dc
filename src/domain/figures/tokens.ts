import { astralBitsAt, bitsAt, character } from './characters.ts';
import type { Lexicon } from './lexicon/lexicon.ts';
import type { Entry } from './lexicon/lexiconEntry.ts';

/** A word, a run of digits, or one sign. Offsets are UTF-16 code units of the field. */
export interface Token {
  /** Lower case, without accents that only stress, ё as е. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'word' | 'digits' | 'sign';
  /** Begins with a capital. */
  readonly isCapital: boolean;
  readonly entry: Entry | null;
  /** White space before it: none, a space, or an end of line (two: an empty line). */
  readonly gap: 'none' | 'space' | 'line' | 'paragraph';
}

export function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  let gap: Token['gap'] = 'none';
  for (let at = 0; at < text.length; ) {
    const bits = bitsAt(text, at);
    if (bits === character.space) {
      gap = widened(gap, text.charCodeAt(at));
      at++;
      continue;
    }
    const token = tokenAt(text, at, bits, lexicon, gap);
    tokens.push(token);
    [at, gap] = [token.end, 'none'];
  }
  return tokens;
}

function widened(gap: Token['gap'], unit: number): Token['gap'] {
  if (unit === 10) return gap === 'line' || gap === 'paragraph' ? 'paragraph' : 'line';
  return gap === 'none' ? 'space' : gap;
}

function tokenAt(text: string, start: number, bits: number, lexicon: Lexicon, gap: Token['gap']): Token {
  if (bits === character.digit) {
    const end = endOfDigits(text, start);
    return { text: text.slice(start, end), start, end, kind: 'digits', isCapital: false, entry: null, gap };
  }
  const end = endOfWord(text, start);
  if (end > start) return wordOf(text, start, end, lexicon, gap);
  const signEnd = bits === character.surrogate ? start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1) : start + 1;
  return { text: text.slice(start, signEnd), start, end: signEnd, kind: 'sign', isCapital: false, entry: null, gap };
}

function endOfDigits(text: string, start: number): number {
  let end = start + 1;
  while (bitsAt(text, end) === character.digit) end++;
  return end;
}

const apostrophes = "'’";

/** Letters, and one apostrophe with the letters behind it; `start` itself where no word begins there. */
function endOfWord(text: string, start: number): number {
  const end = endOfLetters(text, start, character.letter | character.joiner);
  if (end === start || !apostrophes.includes(text[end] ?? ' ')) return end;
  const last = endOfLetters(text, end + 1, character.letter);
  return last === end + 1 ? end : last;
}

function endOfLetters(text: string, start: number, wanted: number): number {
  let end = start;
  for (;;) {
    const bits = bitsAt(text, end);
    if ((bits & wanted) !== 0) end++;
    else if (bits === character.surrogate && (astralBitsAt(text, end) & wanted) !== 0) end += 2;
    else return end;
  }
}

function wordOf(text: string, start: number, end: number, lexicon: Lexicon, gap: Token['gap']): Token {
  const shown = text.slice(start, end);
  const folded = fold(shown);
  const isCapital = shown.charCodeAt(0) !== folded.charCodeAt(0);
  return { text: folded, start, end, kind: 'word', isCapital, entry: entryOf(lexicon, folded), gap };
}

const possessive = /['’]s?$/;

const entryOf = (lexicon: Lexicon, word: string): Entry | null =>
  lexicon.get(word) ?? (/['’]/.test(word) ? (lexicon.get(word.replace(possessive, '')) ?? null) : null);

const invisible = /\p{Cf}|\u0300|\u0301/gu;

function fold(word: string): string {
  let [isPlain, hasCapital] = [true, false];
  for (let at = 0; at < word.length && isPlain; at++) {
    const bits = bitsAt(word, at);
    hasCapital ||= (bits & character.upper) !== 0;
    isPlain = (bits & (character.lower | character.upper)) !== 0;
  }
  if (isPlain) return hasCapital ? word.toLowerCase() : word;
  return word.replace(invisible, '').toLowerCase().replaceAll('ё', 'е');
}

/** Whether a token is a word with that role, or one of them (`roles.be | roles.aux`). */
export const is = (token: Token | undefined, wanted: number): boolean =>
  token !== undefined && token.entry !== null && (token.entry.roles & wanted) !== 0;

export const isSign = (token: Token | undefined, signs: string): boolean =>
  token !== undefined && token.kind === 'sign' && signs.includes(token.text);

export const dashes = '-–—‑−';
export const quotes = '"“”„«»‘’\'`';
