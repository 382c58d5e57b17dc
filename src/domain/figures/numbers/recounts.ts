import { isSign, type Token } from '../tokens.ts';
import type { Test } from './distractors.ts';

const counting =
  /^(count|list|record|register|includ|miscount|посчита|сосчита|учтен|учли|включ|внес|записа|сана|есептел|тіркел)/;
const wrongly = new Set(
  'twice double wrongly mistakenly erroneously дважды ошибочно ошибке повторно қате қателесіп рет'.split(' '),
);

/** Words of such a remark at the most. */
const farthest = 7;

/** "three had been counted twice", «двоих посчитали дважды», «екі адам екі рет саналған»: a number that is taken out again. */
export const isRecount: Test = (tokens, { from, to }) =>
  isRemark(clauseFrom(tokens, to + 1, 1)) || isRemark(clauseFrom(tokens, from - 1, -1));

function clauseFrom(tokens: readonly Token[], start: number, step: 1 | -1): readonly Token[] {
  let end = start;
  while (Math.abs(end - start) < farthest && tokens[end] !== undefined && !isSign(tokens[end], ',;:.!?()')) end += step;
  return step === 1 ? tokens.slice(start, end) : tokens.slice(end + 1, start + 1);
}

const isRemark = (clause: readonly Token[]): boolean =>
  clause.some(({ text }, at) => wrongly.has(text) && (text !== 'рет' || clause[at - 1]?.text === 'екі')) &&
  clause.some(({ text }) => counting.test(text));
