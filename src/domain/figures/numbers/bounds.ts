import type { Bound } from '../figure.ts';
import type { Token } from '../tokens.ts';

/** Words before and behind a number that say how exact it is; the longest comes first. */
const before: readonly (readonly [Bound, string])[] = [
  ['at-least', 'at least'],
  ['at-least', 'at the least'],
  ['at-least', 'least'],
  ['at-least', 'more than'],
  ['at-least', 'no fewer than'],
  ['at-least', 'no less than'],
  ['at-least', 'not less than'],
  ['at-least', 'not fewer than'],
  ['at-least', 'in excess of'],
  ['at-least', 'upwards of'],
  ['at-least', 'upward of'],
  ['at-least', 'well over'],
  ['at-least', 'over'],
  ['at-least', 'exceeded'],
  ['at-least', 'surpassed'],
  ['at-most', 'up to'],
  ['at-most', 'no more than'],
  ['at-most', 'not more than'],
  ['at-most', 'at most'],
  ['at-most', 'fewer than'],
  ['at-most', 'less than'],
  ['about', 'an estimated'],
  ['about', 'as many as'],
  ['about', 'close to'],
  ['about', 'about'],
  ['about', 'around'],
  ['about', 'some'],
  ['about', 'approximately'],
  ['about', 'roughly'],
  ['about', 'nearly'],
  ['about', 'almost'],
  ['about', 'estimated'],
  ['at-least', 'по меньшей мере'],
  ['at-least', 'по меньшей мене'],
  ['at-least', 'по крайней мере'],
  ['at-least', 'не менее чем'],
  ['at-least', 'не менее'],
  ['at-least', 'не меньше'],
  ['at-least', 'как минимум'],
  ['at-least', 'минимум'],
  ['at-least', 'более чем'],
  ['at-least', 'более'],
  ['at-least', 'больше'],
  ['at-least', 'свыше'],
  ['at-least', 'превысило'],
  ['at-least', 'превысила'],
  ['at-most', 'не более чем'],
  ['at-most', 'не более'],
  ['at-most', 'не больше'],
  ['at-most', 'менее'],
  ['at-most', 'меньше'],
  ['at-most', 'до'],
  ['about', 'около'],
  ['about', 'примерно'],
  ['about', 'приблизительно'],
  ['about', 'порядка'],
  ['about', 'почти'],
  ['at-least', 'кем дегенде'],
  ['at-least', 'кемінде'],
  ['about', 'шамамен'],
  ['about', 'жуық'],
];

const behind: readonly (readonly [Bound, string])[] = [
  ['at-least', 'or more'],
  ['at-least', '- plus'],
  ['at-least', 'plus'],
  ['at-least', '+'],
  ['at-least', 'и более'],
  ['at-least', 'астам'],
  ['at-least', 'артық'],
  ['at-least', 'көп'],
  ['about', 'жуық'],
  ['about', 'шамалы'],
  ['about', 'шақты'],
  ['about', '- odd'],
  ['at-most', 'дейін'],
];

interface Found {
  readonly bound: Bound;
  readonly length: number;
}

const byLast = tabled(before, (words) => words.at(-1));
const byFirst = tabled(behind, (words) => words[0]);

export const boundBefore = (tokens: readonly Token[], from: number): Found | null =>
  (byLast.get(tokens[from - 1]?.text ?? '') ?? []).find(({ words }) =>
    words.every((word, index) => tokens[from - words.length + index]?.text === word),
  ) ?? null;

export const boundBehind = (tokens: readonly Token[], to: number): Found | null =>
  (byFirst.get(tokens[to + 1]?.text ?? '') ?? []).find(({ words }) =>
    words.every((word, index) => tokens[to + 1 + index]?.text === word),
  ) ?? null;

function tabled(list: typeof before, keyOf: (words: readonly string[]) => string | undefined) {
  const table = new Map<string, (Found & { readonly words: readonly string[] })[]>();
  for (const [bound, phrase] of [...list].sort(([, a], [, b]) => b.length - a.length)) {
    const words = phrase.split(' ');
    const key = keyOf(words) ?? '';
    table.set(key, [...(table.get(key) ?? []), { bound, words, length: words.length }]);
  }
  return table;
}
