import { roles } from '../lexicon/lexiconEntry.ts';
import { dashes, is, isSign } from '../tokens.ts';
import type { Test } from './amounts.ts';

/** "ст. 188", "№ 6", "Section 8", "Boeing 737", "Flight 17", "call 112". */
export const isLabel: Test = (tokens, { from }) => {
  const before = isSign(tokens[from - 1], '.,:') ? tokens[from - 2] : tokens[from - 1];
  return (
    isSign(before, '№#§') || (is(before, roles.label) && !(before?.text === 'no' && !isSign(tokens[from - 1], '.')))
  );
};

/** "Image 2 of 5", both numbers of it. */
export const isCaption: Test = (tokens, { from }) => {
  const isOfMany = /^(of|из|\/)$/.test(tokens[from - 1]?.text ?? '') && tokens[from - 2]?.kind === 'digits';
  const before = tokens[isOfMany ? from - 3 : from - 1]?.text ?? '';
  return tokens[from]?.kind === 'digits' && /^(image|photo|slide|page|фото|слайд)$/.test(before);
};

const streets = new Set(
  'street st avenue ave road rd court ct drive dr lane ln boulevard blvd highway hwy place parkway terrace way'.split(
    ' ',
  ),
);

/** "3534 E. Abai Avenue": only names, and the letters of the four winds, between the number and the street. */
export const isAddress: Test = (tokens, { from, to }) => {
  if (tokens[from]?.kind !== 'digits' || !tokens[to + 1]?.isCapital) return false;
  for (let at = to + 1; at <= to + 5; at++) {
    const token = tokens[at];
    if (token === undefined) return false;
    if (at > to + 1 && token.isCapital && streets.has(token.text)) return true;
    if (!(token.isCapital && (token.entry === null || token.text.length === 1)) && !isSign(token, '.')) return false;
  }
  return false;
};

/** "555-0147", "8 (7172) 70-20-20". */
export const isPhone: Test = (tokens, { from, to }) => {
  const joins = (at: number, next: number): boolean =>
    isSign(tokens[at], dashes) &&
    tokens[at]?.gap === 'none' &&
    tokens[next]?.kind === 'digits' &&
    tokens[next]?.gap === 'none';
  const after = joins(to + 1, to + 2) ? (tokens[to + 2]?.text ?? '') : '';
  const before =
    isSign(tokens[from - 1], dashes) && tokens[from - 1]?.gap === 'none' && tokens[from - 2]?.kind === 'digits';
  const isLong = after.length >= 4 && (tokens[to]?.text.length ?? 0) === 3;
  const chain = after !== '' && joins(to + 3, to + 4);
  const isInside =
    before &&
    (((tokens[from - 2]?.text.length ?? 0) === 3 && (tokens[from]?.text.length ?? 0) >= 4) ||
      isSign(tokens[from - 3], dashes));
  const isCalled =
    ['call', 'dial', 'phone', 'звоните'].includes(tokens[from - 1]?.text ?? '') ||
    (tokens[from - 1]?.text === 'or' && tokens[from - 2]?.kind === 'digits' && isSign(tokens[from - 3], dashes));
  return (
    isLong ||
    chain ||
    isInside ||
    isCalled ||
    (tokens[from]?.text.startsWith('0') === true && (tokens[from]?.text.length ?? 0) > 1) ||
    isSign(tokens[from - 1], '+')
  );
};

/** "F-16", "Ту-154", "COVID-19", "AK47", "737-800", and within quotes in words too ("«Ми-сегіз» тікұшағы"). */
export const isModel: Test = (tokens, { from, to }) => {
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  const [isDigits, isQuoted] = [tokens[from]?.kind === 'digits', isSign(next, '»”"')];
  if (before?.kind === 'word' && before.isCapital && isQuoted) return true;
  if (!isDigits && !isQuoted) return false;
  if (isSign(before, dashes) && before?.gap === 'none' && tokens[from]?.gap === 'none') {
    const name = tokens[from - 2];
    return name?.kind === 'word' && name.isCapital;
  }
  if (!isDigits) return false;
  if (before?.kind === 'word' && tokens[from]?.gap === 'none') return true;
  return next?.kind === 'word' && next.gap === 'none' && !is(next, roles.unit) && next.text.length < 3;
};

/** "7th", "20-й", "17TH", "on the third day" has no number of ours. */
export const isOrdinal: Test = (tokens, { from, to }) => {
  const next = tokens[to + 1];
  if (tokens[from]?.kind !== 'digits') return false;
  if (next?.gap === 'none' && /^(st|nd|rd|th)$/.test(next.text)) return true;
  if (isSign(next, "'’") && next?.gap === 'none' && tokens[to + 2]?.text === 's') return true;
  return (
    isSign(next, dashes) &&
    next?.gap === 'none' &&
    /^(й|го|му|м|я|ю|е|ая|ое|ый|ом|ой|х|ми|ші|шы|st|nd|rd|th|е)$/.test(tokens[to + 2]?.text ?? '') &&
    tokens[to + 2]?.gap === 'none' &&
    tokens[to + 2]?.text !== 'х'
  );
};

/** "3-0", "21:14", "10-3": what is no range upwards. */
export const isScore: Test = (tokens, { from, to, value }) => {
  const joined = (at: number): boolean => isSign(tokens[at], dashes) && tokens[at]?.gap === 'none';
  if (joined(to + 1) && tokens[to + 2]?.kind === 'digits' && tokens[to + 2]?.gap === 'none')
    return Number(tokens[to + 2]?.text) <= value && tokens[to + 2]?.text.length !== 3;
  return (
    joined(from - 1) &&
    tokens[from - 2]?.kind === 'digits' &&
    tokens[from]?.gap === 'none' &&
    Number(tokens[from - 2]?.text) >= value
  );
};
