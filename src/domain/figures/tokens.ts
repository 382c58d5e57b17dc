import { type Entry, type Role, roleBits } from './lexicon/entry.ts';
import type { Lexicon } from './lexicon/lexicon.ts';

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

const shapes = /([\p{L}\p{M}\u00ad\u200b-\u200d\u2060]+(?:['’]\p{L}+)?)|(\d+)|[^\s]/gu;
const invisible = /\p{Cf}|\u0300|\u0301/gu;
const possessive = /['’]s?$/;

export function tokensOf(text: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const found of text.matchAll(shapes)) {
    const [shown, word, digits] = found;
    const folded = word === undefined ? shown : fold(shown);
    tokens.push({
      text: folded,
      start: found.index,
      end: found.index + shown.length,
      kind: word !== undefined ? 'word' : digits !== undefined ? 'digits' : 'sign',
      isCapital: word !== undefined && shown[0] !== folded[0],
      entry: word === undefined ? null : entryOf(lexicon, folded),
      gap: gapOf(text, end, found.index),
    });
    end = found.index + shown.length;
  }
  return tokens;
}

const entryOf = (lexicon: Lexicon, word: string): Entry | null =>
  lexicon.get(word) ?? (/['’]/.test(word) ? (lexicon.get(word.replace(possessive, '')) ?? null) : null);

const plain = /^[A-Za-zА-Яа-я]+$/;

const fold = (word: string): string =>
  plain.test(word) ? word.toLowerCase() : word.replace(invisible, '').toLowerCase().replaceAll('ё', 'е');

function gapOf(text: string, from: number, to: number): Token['gap'] {
  if (from === to) return 'none';
  let lines = 0;
  for (let at = from; at < to; at++) if (text.charCodeAt(at) === 10) lines++;
  return lines === 0 ? 'space' : lines === 1 ? 'line' : 'paragraph';
}

export const is = (token: Token | undefined, role: Role): boolean =>
  token !== undefined && token.entry !== null && (token.entry.roles & (roleBits[role] ?? 0)) !== 0;

export const isSign = (token: Token | undefined, signs: string): boolean =>
  token !== undefined && token.kind === 'sign' && signs.includes(token.text);

export const dashes = '-–—‑−';
export const quotes = '"“”„«»‘’\'`';
