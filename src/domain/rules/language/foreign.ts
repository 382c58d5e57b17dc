import { QueryError } from './finding.ts';

/** Operators of other products, with what stands for them here: taken as words they would catch nothing in silence. */
const foreign: readonly (readonly [pattern: RegExp, suggest: (found: RegExpExecArray) => string])[] = [
  [/^&&?$/, () => 'AND'],
  [/^\|\|?$/, () => 'OR'],
  [/^!(.*)$/s, ([, word = '']) => `NOT ${word || 'riot'}`],
  [/^(?:near|w|n|adj|within|around|onear|pre|before)[/~](\d{1,3})$/i, ([, distance = '5']) => `NEAR/${distance}`],
  [/^atleast\d*$/i, () => '2 OF (almaty, aktau)'],
  [/^~(\d{1,3})$/, ([, distance = '5']) => `state NEAR/${distance} emergency`],
];

/** Throws `QueryError` for a word that is an operator elsewhere and none here. */
export function refuseForeignOperator(word: string, offset: number): void {
  for (const [pattern, suggest] of foreign) {
    const found = pattern.exec(word);
    if (found !== null)
      throw new QueryError(offset, `"${word}" is an operator in other products, not in this one`, suggest(found));
  }
}

/** Throws `QueryError` for wildcards where they mean nothing: inside a word, or in a phrase. */
export function refuseStrayWildcard(text: string, offset: number, isPhrase: boolean): void {
  const stray = isPhrase ? /[*~]/.exec(text) : /[*~?](?=[\p{L}\p{N}*~?])/u.exec(text);
  if (stray === null) return;
  const where = isPhrase ? 'in a phrase' : 'inside a word';
  throw new QueryError(
    offset,
    `${stray[0]} has no meaning ${where}; it goes at the end of a single word, as in protest* and protest~`,
  );
}
