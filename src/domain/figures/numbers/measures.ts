import { roles } from '../lexicon/lexiconEntry.ts';
import { dashes, is, isSign, type Token } from '../tokens.ts';
import type { Test } from './amounts.ts';

const currency = '$£€₸₽¥';

export const isMoney: Test = (tokens, { from, to }) =>
  isSign(tokens[from - 1], currency) ||
  isSign(tokens[to + 1], currency) ||
  is(tokens[to + 1], roles.money) ||
  (isSign(tokens[to + 1], '.') && is(tokens[to + 2], roles.money)) ||
  (is(tokens[to + 2], roles.money) && tokens[to + 1]?.kind === 'word' && !is(tokens[to + 1], roles.person));

export const isPercentage: Test = (tokens, { to }) =>
  isSign(tokens[to + 1], '%') ||
  (tokens[to + 1]?.text === 'per' && tokens[to + 2]?.text === 'cent') ||
  (isSign(tokens[to + 1], dashes) && isSign(tokens[to + 3], '%'));

/** "80 km", "15 years", "10-metre", "9,5 граммов", "3-year", and "two to three weeks" by its end. */
export const isUnit: Test = (tokens, { to }) => {
  const next = isSign(tokens[to + 1], dashes) ? to + 2 : to + 1;
  return (
    is(tokens[next], roles.unit) ||
    (isPairing(tokens[to + 1]) && tokens[to + 2]?.kind === 'digits' && isYears(tokens[to + 3])) ||
    (is(tokens[next], roles.adverb) && is(tokens[next + 1], roles.unit)) ||
    (tokens[next]?.text === 'more' && is(tokens[next + 1], roles.unit))
  );
};

/** "28 and 31 years old", "30 и 45 лет". */
const isPairing = (token: Token | undefined): boolean => /^(and|or|и|или|мен|және)$/.test(token?.text ?? '');
const isYears = (token: Token | undefined): boolean => /^(years?|лет|года?|жас|жаста|жастағы)$/.test(token?.text ?? '');
