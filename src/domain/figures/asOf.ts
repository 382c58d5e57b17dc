import type { PlacedDay } from './daysIn.ts';
import { roles } from './lexicon/lexiconEntry.ts';
import { nearest } from './nearestToken.ts';
import { is, isSign, type Token } from './tokens.ts';

/**
 * The nearest day that dates a figure, whose number stands at `near` and whose last word at `last`; not one that a count only
 * begins with ("since Thursday"), nor one of a clause about something else ("…, which fell on Thursday").
 */
export const dayNear = (
  tokens: readonly Token[],
  days: readonly PlacedDay[],
  near: number,
  last: number,
): PlacedDay | null =>
  nearest(
    days.filter(
      ({ at }) => !isSince(tokens, at) && (at < last ? !isAfter(tokens, at, near) : !opensBetween(tokens, last, at)),
    ),
    near,
  );

const opensBetween = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens.slice(from + 1, to).some((token) => opensClause(token) && !/^(that|что|кто)$/.test(token.text));

const opensClause = (token: Token | undefined): boolean => is(token, roles.relative);

/** "since Wednesday", «с субботы», «с 5 января»: what holds up to now. */
function isSince(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.kind === 'digits' ? at - 2 : at - 1;
  return /^(since|с|со)$/.test(tokens[before]?.text ?? '');
}

const afters = new Set(['after', 'before', 'following', 'после', 'спустя']);

/** "on Saturday, three days after riots in which seven were killed": the number at `near` is of what came first. */
function isAfter(tokens: readonly Token[], day: number, near: number): boolean {
  let after = day + 1;
  while (after < near && !afters.has(tokens[after]?.text ?? '')) after++;
  if (after >= near) return false;
  const isCounted = is(tokens[after - 1], roles.unit) || tokens[after]?.text === 'спустя';
  const behind = tokens.slice(after, near);
  const isOver = behind.some((token, at) => isSign(token, ',') && !behind.slice(at + 1, at + 3).some(opensClause));
  return !isOver && (isCounted || behind.some(opensClause));
}
