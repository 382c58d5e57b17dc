import { dashes, is, isSign, type Token } from '../tokens.ts';
import type { Amount } from './amounts.ts';

/** Why a number counts nobody; null where it may. */
export type Distraction =
  | 'fraction'
  | 'money'
  | 'percentage'
  | 'unit'
  | 'age'
  | 'year'
  | 'date'
  | 'time'
  | 'label'
  | 'phone'
  | 'model'
  | 'ordinal'
  | 'score'
  | 'relation'
  | 'pronoun';

type Test = (tokens: readonly Token[], amount: Amount) => boolean;

/** Why this number is none of a count, by the first test that holds. */
export function distractionOf(tokens: readonly Token[], amount: Amount): Distraction | null {
  if (amount.isFraction) return 'fraction';
  const found = (amount.isVague ? vagueTests : tests).find(([, test]) => test(tokens, amount));
  return found?.[0] ?? null;
}

const currency = '$£€₸₽¥';

const isMoney: Test = (tokens, { from, to }) =>
  isSign(tokens[from - 1], currency) ||
  isSign(tokens[to + 1], currency) ||
  is(tokens[to + 1], 'money') ||
  (isSign(tokens[to + 1], '.') && is(tokens[to + 2], 'money')) ||
  (is(tokens[to + 2], 'money') && tokens[to + 1]?.kind === 'word' && !is(tokens[to + 1], 'person'));

const isPercentage: Test = (tokens, { to }) =>
  isSign(tokens[to + 1], '%') ||
  (tokens[to + 1]?.text === 'per' && tokens[to + 2]?.text === 'cent') ||
  (isSign(tokens[to + 1], dashes) && isSign(tokens[to + 3], '%'));

/** "80 km", "15 years", "10-metre", "9,5 граммов", "3-year", and "two to three weeks" by its end. */
const isUnit: Test = (tokens, { to }) => {
  const next = isSign(tokens[to + 1], dashes) ? to + 2 : to + 1;
  return (
    is(tokens[next], 'unit') ||
    (is(tokens[next], 'adverb') && is(tokens[next + 1], 'unit')) ||
    (tokens[next]?.text === 'more' && is(tokens[next + 1], 'unit'))
  );
};

/** "aged 34", "dies at 91", "Bekova, 41, and", "23-летняя". */
const isAge: Test = (tokens, { from, to, value, isWords }) => {
  if (value > 120) return false;
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  if (is(before, 'age')) return true;
  if (value < 120 && tokens.slice(Math.max(0, from - 8), from).some(({ text }) => text === 'ages' || text === 'aged'))
    return true;
  if (isSign(next, dashes) && /^(year|yo$|летн|жаст|жас|ти$)/.test(tokens[to + 2]?.text ?? ''))
    return tokens[to + 2]?.text !== 'ти';
  const died = tokens[from - 2]?.entry?.trigger;
  if (before?.text === 'at' && died?.kind === 'killed' && died.form !== 'measure') return true;
  if (!isWords && isSign(before, ',') && isSign(next, ',') && tokens[from - 2]?.kind === 'word') return true;
  if (isWords || !isSign(before, ',(') || value < 1) return false;
  const name = isSign(tokens[from - 2], '.') ? tokens[from - 3] : tokens[from - 2];
  const isClosed =
    next === undefined ||
    isSign(next, ').;') ||
    (isSign(next, ',') && !is(tokens[to + 2], 'person')) ||
    next.text === 'and' ||
    next.text === 'of' ||
    next.text === 'who' ||
    next.text === 'was' ||
    next.text === 'from' ||
    next.text === 'и';
  const isNamed =
    name?.kind === 'word' && (name.isCapital || is(name, 'person')) && !is(name, 'month') && !is(name, 'weekday');
  return isNamed && isClosed;
};

const isYear: Test = (tokens, { from, to, value }) => {
  if (from !== to || tokens[from]?.kind !== 'digits' || tokens[from]?.text.length !== 4) return false;
  if (value < 1800 || value > 2100) return false;
  const next = tokens[to + 1];
  if (/^(год|году|года|годов|годы|г|гг|жыл|жылы|жылғы)$/.test(next?.text ?? '')) return true;
  const before = tokens[from - 1]?.text ?? '';
  if (/^(in|since|of|the|until|by|from|during|early|late|mid|в|с|на|до)$/.test(before) && !is(next, 'person'))
    return true;
  return (
    is(tokens[from - 1], 'month') ||
    is(tokens[from - 2], 'month') ||
    (!is(next, 'person') && !next?.entry?.trigger) ||
    isSign(next, dashes)
  );
};

const isDate: Test = (tokens, { from, to, value, isWords }) => {
  if (isWords || value > 31 || value < 1) return false;
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  const isMay = (token: Token | undefined): boolean =>
    is(token, 'month') && (token?.isCapital === true || token?.text !== 'may');
  if (isMay(next) || (isMay(before) && !is(next, 'person')) || (isSign(before, '.') && isMay(tokens[from - 2])))
    return true;
  if (is(before, 'month') && tokens[from - 2]?.kind === 'digits' && !is(next, 'person')) return true;
  const suffix = isSign(next, dashes) ? tokens[to + 2] : undefined;
  if (suffix && (is(tokens[to + 3], 'month') || is(tokens[to + 3], 'weekday'))) return true;
  if (/^(st|nd|rd|th)$/.test(next?.text ?? '')) return true;
  const range = isSign(next, dashes) && tokens[to + 2]?.kind === 'digits' && isMay(tokens[to + 3]);
  const dotted =
    isSign(next, './') && next?.gap === 'none' && tokens[to + 2]?.kind === 'digits' && isSign(tokens[to + 3], './');
  const slashed = isSign(before, './') && isSign(next, './') && tokens[from - 2]?.kind === 'digits';
  return (
    range ||
    dotted ||
    slashed ||
    (isSign(before, './') && tokens[from - 2]?.kind === 'digits' && before?.gap === 'none')
  );
};

const isTime: Test = (tokens, { from, to }) =>
  (isSign(tokens[to + 1], ':') &&
    tokens[to + 1]?.gap === 'none' &&
    tokens[to + 2]?.kind === 'digits' &&
    tokens[to + 2]?.gap === 'none') ||
  (isSign(tokens[from - 1], ':') &&
    tokens[from - 1]?.gap === 'none' &&
    tokens[from - 2]?.kind === 'digits' &&
    tokens[from]?.gap === 'none') ||
  (/^[ap]$/.test(tokens[to + 1]?.text ?? '') && isSign(tokens[to + 2], '.') && tokens[to + 3]?.text === 'm') ||
  (tokens[from]?.kind === 'digits' && /^0\d+$/.test(tokens[from]?.text ?? '')) ||
  tokens[to + 1]?.text === "o'clock" ||
  (tokens[from - 1]?.text === 'at' &&
    tokens[from]?.text.length === 4 &&
    tokens[from]?.kind === 'digits' &&
    !is(tokens[to + 1], 'person'));

/** "ст. 188", "№ 6", "Section 8", "Boeing 737", "Flight 17", "call 112". */
const isLabel: Test = (tokens, { from }) => {
  const before = isSign(tokens[from - 1], '.,:') ? tokens[from - 2] : tokens[from - 1];
  return isSign(before, '№#§') || (is(before, 'label') && !(before?.text === 'no' && !isSign(tokens[from - 1], '.')));
};

/** "555-0147", "8 (7172) 70-20-20". */
const isPhone: Test = (tokens, { from, to }) => {
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

/** "F-16", "Ту-154", "COVID-19", "AK47", "737-800". */
const isModel: Test = (tokens, { from, to }) => {
  const [before, next] = [tokens[from - 1], tokens[to + 1]];
  if (tokens[from]?.kind !== 'digits') return false;
  if (isSign(before, dashes) && before?.gap === 'none' && tokens[from]?.gap === 'none') {
    const name = tokens[from - 2];
    return name?.kind === 'word' && name.isCapital;
  }
  if (before?.kind === 'word' && tokens[from]?.gap === 'none') return true;
  if (before?.kind === 'word' && before.isCapital && isSign(next, '»”"')) return true;
  return next?.kind === 'word' && next.gap === 'none' && !is(next, 'unit') && next.text.length < 3;
};

/** "7th", "20-й", "17TH", "on the third day" has no number of ours. */
const isOrdinal: Test = (tokens, { from, to }) => {
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
const isScore: Test = (tokens, { from, to, value }) => {
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

/** "a mother of two", "a family of five". */
const isRelation: Test = (tokens, { from }) =>
  tokens[from - 1]?.text === 'of' &&
  /^(mother|father|parents?|dad|mom|family|grandmother|grandfather)$/.test(tokens[from - 2]?.text ?? '');

/** "one of the worst", "no one", "one another", "один из": no count. */
const isPronoun: Test = (tokens, { from, to, value, isWords }) => {
  if (!isWords || value !== 1) return false;
  const [before, next] = [tokens[from - 1]?.text ?? '', tokens[to + 1]?.text ?? ''];
  if (/^(no|any|every|each|some|which|this|that|the|ни|тот)$/.test(before)) return true;
  return /^(another|such|day|night|morning|evening|thing|way|side)$/.test(next);
};

const tests: readonly (readonly [Distraction, Test])[] = [
  ['money', isMoney],
  ['percentage', isPercentage],
  ['label', isLabel],
  ['phone', isPhone],
  ['time', isTime],
  ['date', isDate],
  ['age', isAge],
  ['unit', isUnit],
  ['ordinal', isOrdinal],
  ['score', isScore],
  ['model', isModel],
  ['year', isYear],
  ['relation', isRelation],
  ['pronoun', isPronoun],
];

const vagueTests: readonly (readonly [Distraction, Test])[] = [
  ['money', isMoney],
  ['unit', isUnit],
];
