import type { Named } from './attribution.ts';
import { is, isSign, type Token } from './tokens.ts';

const leads = new Set(['in', 'near', 'at', 'outside', 'в', 'во', 'под', 'близ', 'на']);

/** "in the city of Aktau", "near Karagandy", "в Челябинской области": the place named closest to token `near`. */
export function placeOf(tokens: readonly Token[], near: number): Named | null {
  let [best, bestGap]: [Named | null, number] = [null, Number.POSITIVE_INFINITY];
  tokens.forEach((token, at) => {
    const gap = Math.abs(at - near);
    if (!leads.has(token.text) || gap >= bestGap) return;
    const named = nameAt(tokens, at + 1);
    if (named !== null) [best, bestGap] = [named, gap];
  });
  return best;
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
    token.isCapital && !is(token, 'month') && !is(token, 'weekday') && !is(token, 'relative') && !is(token, 'pronoun')
  );
};
