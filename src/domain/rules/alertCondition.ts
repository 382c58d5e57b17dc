import { type FigureKind, figureKinds, type StatedFigure } from '../figures/figure.ts';
import { type Change, changeOperators, isSuchChange } from '../ledger/condition.ts';
import { refuseImpossible } from './language/checkQuery.ts';
import { QueryError, type QueryFinding } from './language/finding.ts';
import { type Token, tokensOf } from './language/lexer.ts';
import { nearest } from './language/nearestName.ts';
import { type Grammar, readNode } from './language/parser.ts';
import type { FigureCondition, LedgerCondition, Node, Place } from './language/syntax.ts';
import { figuresThatMeet } from './matcher/figureCondition.ts';

/** `alert.when`: what must be so, beside the query, for a rule to speak. */
export type AlertCondition =
  | FigureCondition
  | LedgerCondition
  | { readonly kind: 'and' | 'or'; readonly children: readonly AlertCondition[]; readonly at: Place }
  | { readonly kind: 'not'; readonly child: AlertCondition; readonly at: Place };

export type ParsedCondition =
  | { readonly kind: 'condition'; readonly condition: AlertCondition }
  | { readonly kind: 'refused'; readonly findings: readonly QueryFinding[] };

const grammar: Grammar = {
  ...{ name: 'condition', concepts: {}, operand: 'a condition like killed >= 10 or changed(killed)' },
  ...{ example: 'changed(killed)', refuse: refuseImpossible },
};

/**
 * Reads an `alert.when`: conditions on figures and on the ledger, with AND, OR, NOT and brackets, in the language of queries.
 * A NOT may stand alone, since the query has chosen already. Any text gives a condition or a finding; it never throws.
 */
export function parseAlertCondition(text: string): ParsedCondition {
  try {
    for (const token of tokensOf(text)) refuseToken(token);
    return { kind: 'condition', condition: conditionOf(readNode(text, grammar), text) };
  } catch (error) {
    if (error instanceof QueryError) return { kind: 'refused', findings: [error.finding] };
    throw error;
  }
}

/** What looks for words, by the token that shows it. */
const queryTokens: Readonly<Partial<Record<Token['kind'], string>>> = {
  ...{ phrase: 'a phrase', concept: 'a concept', '=': 'an exact word', field: 'a field', near: 'NEAR' },
  ...{ OF: 'OF', SCORE: 'SCORE' },
};

function refuseToken({ kind, from }: Token): void {
  const what = queryTokens[kind];
  if (what !== undefined) throw misplaced(from, what, null);
}

const misplaced = (offset: number, what: string, suggestion: string | null): QueryError =>
  new QueryError(offset, `${what} belongs in the query; a condition is about figures and the ledger`, suggestion);

function conditionOf(node: Node, text: string): AlertCondition {
  switch (node.kind) {
    case 'figure':
    case 'ledger':
      return node;
    case 'and':
    case 'or':
      return { ...node, children: node.children.map((child) => conditionOf(child, text)) };
    case 'not':
      return { ...node, child: conditionOf(node.child, text) };
    default: {
      const { from, to } = node.at;
      const word = text.slice(from, to);
      throw misplaced(from, `the word "${word}"`, meantCondition(word, text.slice(to).trimStart().startsWith('(')));
    }
  }
}

/** `kiled`, `chnged`: a condition that was begun. */
function meantCondition(word: string, isBeforeBracket: boolean): string | null {
  const operator = isBeforeBracket ? nearest(word, changeOperators) : null;
  if (operator !== null) return operator === 'changed' ? 'changed(killed)' : `${operator}(killed) >= 20%`;
  const kind = nearest(word, figureKinds);
  return kind === null ? null : `${kind} >= 10`;
}

/** What a condition is asked of. */
export interface Occasion {
  readonly figures: readonly StatedFigure[];
  /** What the ledger of the story said of the kind before, and says now. */
  changeOf(kind: FigureKind): Change;
}

/** Whether a condition holds. */
export function holdsFor(condition: AlertCondition, occasion: Occasion): boolean {
  switch (condition.kind) {
    case 'figure':
      return figuresThatMeet(condition, occasion.figures).length > 0;
    case 'ledger':
      return isSuchChange(condition, occasion.changeOf(condition.figure));
    case 'and':
      return condition.children.every((child) => holdsFor(child, occasion));
    case 'or':
      return condition.children.some((child) => holdsFor(child, occasion));
    case 'not':
      return !holdsFor(condition.child, occasion);
  }
}
