import { isFigureKind } from '../../figures/figure.ts';
import { changeOperatorNamed } from './changeOperators.ts';
import { readableTokens, type Token } from './lexer.ts';
import type { Place } from './syntax.ts';

export type PieceKind = 'operator' | 'field' | 'concept' | 'phrase' | 'number' | 'figure' | 'bracket';

/** A part of a query that is shown in a colour of its own. */
export interface QueryPiece extends Place {
  readonly kind: PieceKind;
}

/** The parts that are no plain words, in order, up to where the query cannot be read any further. */
export function queryPieces(query: string): readonly QueryPiece[] {
  const tokens = readableTokens(query);
  return tokens.flatMap((token, place) => {
    const kind = kindOf(token, tokens[place + 1]);
    return kind === null ? [] : [{ kind, from: token.from, to: token.to }];
  });
}

function kindOf(token: Token, next: Token | undefined): PieceKind | null {
  switch (token.kind) {
    case 'word':
      return wordKind(token.text, next);
    case '(':
    case ')':
    case ',':
      return 'bracket';
    case 'field':
    case 'concept':
    case 'phrase':
      return token.kind;
    case 'weight':
      return 'number';
    case 'end':
      return null;
    default:
      return 'operator';
  }
}

function wordKind(text: string, next: Token | undefined): PieceKind | null {
  if (/^\d+%?$/.test(text)) return 'number';
  if (changeOperatorNamed(text) !== null && next?.kind === '(') return 'operator';
  return isFigureKind(text) && (next?.kind === 'comparison' || next?.kind === ')') ? 'figure' : null;
}
