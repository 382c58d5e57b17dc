import type { QueryFinding } from './finding.ts';
import { readableTokens } from './lexer.ts';
import type { Place } from './syntax.ts';

/** The characters that a finding is about: the token at its column, or what cannot be read from there on. */
export function placeOfFinding(text: string, { column }: Pick<QueryFinding, 'column'>): Place {
  const from = Math.min(column - 1, text.length);
  const token = readableTokens(text).find((each) => each.from <= from && from < each.to);
  if (token !== undefined) return { from: token.from, to: token.to };
  return from === text.length ? { from: Math.max(0, from - 1), to: from } : { from, to: text.length };
}
