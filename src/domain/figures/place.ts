import type { Named } from './attribution.ts';
import { roles } from './lexicon/entry.ts';
import { is, isSign, type Token } from './tokens.ts';

const leads = new Set(['in', 'near', 'at', 'outside', 'в', 'во', 'под', 'близ', 'на']);

export interface Place {
  /** The preposition before it. */
  readonly at: number;
  readonly named: Named;
}

/** "in the city of Aktau", "near Karagandy", "в Челябинской области": the places that a sentence names. */
export function placesIn(tokens: readonly Token[]): readonly Place[] {
  const places: Place[] = [];
  tokens.forEach((token, at) => {
    const named = leads.has(token.text) ? nameAt(tokens, at + 1) : null;
    if (named !== null) places.push({ at, named });
  });
  return places;
}

function nameAt(tokens: readonly Token[], at: number): Named | null {
  let first = at;
  if (tokens[first]?.text === 'the') first++;
  if (
    /^(city|town|village|province|region|district|state)$/.test(tokens[first]?.text ?? '') &&
    tokens[first + 1]?.text === 'of'
  )
    first += 2;
  while (
    /^(central|northern|southern|eastern|western|городе|селе|г)$/.test(tokens[first]?.text ?? '') ||
    (first > at && isSign(tokens[first], '.') && tokens[first - 1]?.text === 'г')
  )
    first++;
  let last = first - 1;
  while (isName(tokens, last + 1, first)) last++;
  while (last >= first && isSign(tokens[last], '-')) last--;
  return last < first ? null : [first, last];
}

const isName = (tokens: readonly Token[], at: number, first: number): boolean => {
  const token = tokens[at];
  if (token === undefined) return false;
  if (at > first && isSign(token, '-') && token.gap === 'none') return true;
  if (at > first && /^(области|районе|крае|республике|province|oblast)$/.test(token.text)) return true;
  return (
    token.isCapital &&
    !is(token, roles.month) &&
    !is(token, roles.weekday) &&
    !is(token, roles.relative) &&
    !is(token, roles.pronoun)
  );
};
