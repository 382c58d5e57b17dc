import { QueryError, type QueryFinding } from './finding.ts';
import { tokensOf } from './lexer.ts';
import type { Place } from './syntax.ts';

/** The characters that a finding is about: the token at its column, or what cannot be read from there on. */
export function placeOfFinding(text: string, { column }: Pick<QueryFinding, 'column'>): Place {
  const from = Math.min(column - 1, text.length);
  const token = readableTokens(text).find((each) => each.from <= from && from < each.to && each.kind !== 'end');
  if (token !== undefined) return { from: token.from, to: token.to };
  return from === text.length ? { from: Math.max(0, from - 1), to: from } : { from, to: text.length };
}

/** None where the text cannot even be split. */
export function readableTokens(text: string): ReturnType<typeof tokensOf> {
  try {
    return tokensOf(text);
  } catch (error) {
    if (error instanceof QueryError) return [];
    throw error;
  }
}
