import type { Token } from '../tokens.ts';
import type { Amount, Test } from './amounts.ts';
import { isAge, isDate, isTime, isYear } from './calendar.ts';
import { isAddress, isCaption, isLabel, isModel, isOrdinal, isPhone, isScore } from './labels.ts';
import { isMoney, isPercentage, isUnit } from './measures.ts';
import { isRecount } from './recounts.ts';

/** Why a number counts nobody; null where it may. */
export type Distraction =
  | 'too-large'
  | 'fraction'
  | 'money'
  | 'percentage'
  | 'unit'
  | 'age'
  | 'year'
  | 'date'
  | 'time'
  | 'label'
  | 'address'
  | 'phone'
  | 'model'
  | 'ordinal'
  | 'score'
  | 'relation'
  | 'recount'
  | 'pronoun';

/** Why this number is none of a count, by the first test that holds. */
export function distractionOf(tokens: readonly Token[], amount: Amount): Distraction | null {
  if (!(amount.value <= mostPeople)) return 'too-large';
  if (amount.isFraction) return 'fraction';
  for (const { reason, test } of amount.isVague ? vagueTests : tests) if (test(tokens, amount)) return reason;
  return null;
}

/** "a mother of two". */
const isRelation: Test = (tokens, { from }) =>
  tokens[from - 1]?.text === 'of' &&
  /^(mother|father|parents?|dad|mom|grandmother|grandfather)$/.test(tokens[from - 2]?.text ?? '');

/** "one of the worst", "no one", "one another", "один из": no count. */
const isPronoun: Test = (tokens, { from, to, value, isWords }) => {
  if (!isWords || value !== 1) return false;
  const [before, next] = [tokens[from - 1]?.text ?? '', tokens[to + 1]?.text ?? ''];
  if (/^(no|any|every|each|some|which|this|that|the|ни|тот)$/.test(before)) return true;
  return /^(another|such|day|night|morning|evening|thing|way|side)$/.test(next);
};

/** More than live; digits without end are no number at all (infinite). */
const mostPeople = 10_000_000_000;

interface Distractor {
  readonly reason: Distraction;
  readonly test: Test;
}

const tests: readonly Distractor[] = [
  { reason: 'money', test: isMoney },
  { reason: 'percentage', test: isPercentage },
  { reason: 'label', test: isLabel },
  { reason: 'label', test: isCaption },
  { reason: 'address', test: isAddress },
  { reason: 'phone', test: isPhone },
  { reason: 'time', test: isTime },
  { reason: 'date', test: isDate },
  { reason: 'age', test: isAge },
  { reason: 'unit', test: isUnit },
  { reason: 'ordinal', test: isOrdinal },
  { reason: 'score', test: isScore },
  { reason: 'model', test: isModel },
  { reason: 'year', test: isYear },
  { reason: 'relation', test: isRelation },
  { reason: 'recount', test: isRecount },
  { reason: 'pronoun', test: isPronoun },
];

const vagueTests: readonly Distractor[] = [
  { reason: 'money', test: isMoney },
  { reason: 'unit', test: isUnit },
];
