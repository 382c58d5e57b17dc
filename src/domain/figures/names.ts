import { roles } from './lexicon/lexiconEntry.ts';
import { is, isSign, quotes, type Token } from './tokens.ts';

/** Tokens that name who says so. */
export type Named = readonly [from: number, to: number];

export const contains = ([from, to]: Named, at: number): boolean => from <= at && at <= to;

/** Words of a name at the most. */
export const longestName = 9;

/** Whether a name cannot go on with this token. */
export const endsName = (token: Token | undefined): boolean =>
  token === undefined ||
  isSign(token, `,;:()—–${quotes}`) ||
  token.kind === 'digits' ||
  token.entry?.number != null ||
  is(token, roles.relative | roles.contrast | roles.be | roles.weekday) ||
  (token.entry?.trigger != null && !is(token, roles.person));

const articles = /^(the|a|an|by|in|on|for|s|в|во|на)$/;

/** Without the article before it; a bare pronoun names nobody. */
export function trimmedName(tokens: readonly Token[], from: number, to: number): Named | null {
  let first = from;
  while (first <= to && (articles.test(tokens[first]?.text ?? '') || tokens[first]?.kind === 'sign')) first++;
  let last = to;
  while (last >= first && (is(tokens[last], roles.adverb) || tokens[last]?.kind === 'sign')) last--;
  if (first > last || (first === last && is(tokens[first], roles.pronoun | roles.preposition))) return null;
  return isNaming(tokens, first, last) ? [first, last] : null;
}

const isNaming = (tokens: readonly Token[], from: number, to: number): boolean =>
  tokens
    .slice(from, to + 1)
    .some((token) => token.kind === 'word' && token.text.length > 2 && !is(token, roles.preposition));
