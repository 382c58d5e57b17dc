import { isFigureKind } from '../../figures/figure.ts';
import { changeOperatorNamed } from './changeOperators.ts';
import { QueryError } from './finding.ts';
import type { Place } from './syntax.ts';

export type Token = Place &
  (
    | { readonly kind: '(' | ')' | ',' | '-' | '=' | 'AND' | 'OR' | 'NOT' | 'OF' | 'SCORE' | 'end' }
    | { readonly kind: 'near'; readonly ordered: boolean; readonly distance: number }
    | { readonly kind: 'field'; readonly name: string }
    | { readonly kind: 'concept'; readonly name: string }
    | { readonly kind: 'phrase'; readonly text: string }
    | { readonly kind: 'weight'; readonly weight: number }
    | { readonly kind: 'comparison'; readonly operator: string }
    | { readonly kind: 'word'; readonly text: string }
  );

type Lexer = (query: string, at: number) => Token | null;

const operators = ['AND', 'OR', 'NOT', 'OF', 'SCORE'] as const;
const quotes = /["“”„«»]/;
/** What ends a word. A hyphen or an apostrophe inside does not. */
const wordEnd = /[\s()",^“”„«»<>!]/;

/** Splits a query into tokens; the last one is `end`. Throws `QueryError`. */
export const tokensOf = (query: string): readonly Token[] => {
  const tokens = [...tokensBefore(query)];
  return [...tokens, { kind: 'end', from: query.trimEnd().length, to: query.length }];
};

/** The tokens up to where the query cannot be split any further. */
export function readableTokens(query: string): readonly Token[] {
  const tokens: Token[] = [];
  try {
    for (const token of tokensBefore(query)) tokens.push(token);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
  }
  return tokens;
}

function* tokensBefore(query: string): Generator<Token> {
  const tokens: Token[] = [];
  for (let at = skipSpace(query, 0); at < query.length; ) {
    const token = nextToken(query, at, tokens);
    tokens.push(token);
    yield token;
    at = skipSpace(query, token.to);
  }
}

function skipSpace(query: string, at: number): number {
  let next = at;
  while (next < query.length && /\s/.test(query.charAt(next))) next++;
  return next;
}

function nextToken(query: string, at: number, before: readonly Token[]): Token {
  const comparing = comparedBy(before);
  for (const lexer of [punctuation, comparing, exactly, minus, weight, phrase, concept, near, field]) {
    const token = lexer?.(query, at) ?? null;
    if (token !== null) return token;
  }
  return word(query, at);
}

const punctuation: Lexer = (query, at) => {
  const sign = query.charAt(at);
  return sign === '(' || sign === ')' || sign === ',' ? { kind: sign, from: at, to: at + 1 } : null;
};

/** A sign compares right behind a kind of figure (`killed =26`) and behind `rise(killed)`; elsewhere `=` means exactly. */
function comparedBy(before: readonly Token[]): Lexer | null {
  const last = before.at(-1);
  const [name, open] = before.slice(-4);
  if (last?.kind === ')' && open?.kind === '(' && name?.kind === 'word' && changeOperatorNamed(name.text) !== null)
    return compared(/^(?:[<>!]=|[<>]|={1,2})/);
  if (last?.kind !== 'word') return null;
  return isFigureKind(last.text)
    ? compared(/^(?:[<>!]=|[<>]|={1,2}(?=\s*\d))/)
    : compared(/^(?:[<>!]=|[<>]|={1,2}(?=\s+\d))/);
}

const compared =
  (signs: RegExp): Lexer =>
  (query, at) => {
    const sign = signs.exec(query.slice(at, at + 20))?.[0];
    return sign === undefined ? null : { kind: 'comparison', operator: sign, from: at, to: at + sign.length };
  };

const exactly: Lexer = (query, at) => (query.charAt(at) === '=' ? { kind: '=', from: at, to: at + 1 } : null);

/** A hyphen negates only at the start, or after a space or a bracket; the lexer comes here only then. */
const minus: Lexer = (query, at) => {
  const isFree = at === 0 || /[\s(]/.test(query.charAt(at - 1));
  return query.charAt(at) === '-' && isFree ? { kind: '-', from: at, to: at + 1 } : null;
};

const weight: Lexer = (query, at) => {
  if (query.charAt(at) !== '^') return null;
  const number = /^\^(-?\d+(?:\.\d+)?)/.exec(query.slice(at, at + 20));
  if (number === null) throw new QueryError(at, 'expected a number right after ^, for example coup^6');
  return { kind: 'weight', weight: Number(number[1]), from: at, to: at + number[0].length };
};

const phrase: Lexer = (query, at) => {
  if (!quotes.test(query.charAt(at))) return null;
  let end = at + 1;
  while (end < query.length && !quotes.test(query.charAt(end))) end++;
  if (end >= query.length)
    throw new QueryError(at, 'this quote is never closed', 'put a " after the last word of the phrase');
  return { kind: 'phrase', text: query.slice(at + 1, end), from: at, to: end + 1 };
};

const concept: Lexer = (query, at) => {
  const found = /^@([\p{L}\p{N}_-]*)/u.exec(query.slice(at, at + 100));
  if (found === null) return null;
  if (found[1] === '') throw new QueryError(at, 'expected the name of a concept after @, for example @kazakhstan');
  return { kind: 'concept', name: found[1] ?? '', from: at, to: at + found[0].length };
};

const near: Lexer = (query, at) => {
  const found = /^(NEAR|BEFORE)(\/(\d*))?(?![\p{L}\p{N}:])/u.exec(query.slice(at, at + 20));
  if (found === null) return null;
  const [text, name = '', , digits = ''] = found;
  if (digits === '' || digits.length > 3) {
    throw new QueryError(at, `${name} needs the number of words in between, at most 999`, `${name}/5`);
  }
  return { kind: 'near', ordered: name === 'BEFORE', distance: Number(digits), from: at, to: at + text.length };
};

const field: Lexer = (query, at) => {
  const found = /^([\p{L}_-]+):/u.exec(query.slice(at, at + 100));
  return found === null ? null : { kind: 'field', name: found[1] ?? '', from: at, to: at + found[0].length };
};

function word(query: string, at: number): Token {
  let to = at + 1;
  while (to < query.length && !wordEnd.test(query.charAt(to)) && !isCompared(query, at, to)) to++;
  const text = query.slice(at, to);
  const operator = operators.find((name) => name === text);
  return operator === undefined ? { kind: 'word', text, from: at, to } : { kind: operator, from: at, to };
}

/** `killed=26`: the sign ends the kind. */
const isCompared = (query: string, from: number, at: number): boolean =>
  query.charAt(at) === '=' && isFigureKind(query.slice(from, at));
