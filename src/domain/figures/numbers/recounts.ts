import { isSign, type Token } from '../tokens.ts';
import type { Test } from './amounts.ts';

const counting =
  /^(count|list|record|register|includ|miscount|посчита|сосчита|учтен|учли|включ|внес|записа|сана|есептел|тіркел)/;
const wrongly = new Set(
  'twice double wrongly mistakenly erroneously дважды ошибочно ошибке повторно қате қателесіп рет'.split(' '),
);

/** Words of such a remark at the most. */
const farthest = 7;

/** "three had been counted twice", «двоих посчитали дважды», «екі адам екі рет саналған»: a number that is taken out again. */
export const isRecount: Test = (tokens, { from, to }) => isRemark(tokens, to + 1, 1) || isRemark(tokens, from - 1, -1);

function isRemark(tokens: readonly Token[], start: number, step: 1 | -1): boolean {
  let [isCounting, isWrong] = [false, false];
  for (let at = start; Math.abs(at - start) < farthest; at += step) {
    const token = tokens[at];
    if (token === undefined || isSign(token, ',;:.!?()')) break;
    isWrong ||= wrongly.has(token.text) && (token.text !== 'рет' || tokens[at - 1]?.text === 'екі');
    isCounting ||= token.kind === 'word' && counting.test(token.text);
  }
  return isCounting && isWrong;
}
