import { type FigureKind, figureKinds, isFigureKind } from '../../figures/figure.ts';
import type { ChangeOperator } from '../../ledger/condition.ts';
import { QueryError } from './finding.ts';
import type { Token } from './lexer.ts';
import { nearest } from './nearestName.ts';
import type { Comparison, FigureCondition, LedgerCondition, Place } from './syntax.ts';

const comparisons: readonly Comparison[] = ['=', '!=', '<', '<=', '>', '>='];

type Word = Extract<Token, { kind: 'word' }>;

/** `killed >= 10` of its three tokens. */
export function figureCondition(kind: Word, sign: Token, value: Token): FigureCondition {
  const figure = figureKind(kind);
  const written = sign.kind === 'comparison' ? sign.operator : '';
  const comparison = comparisons.find((each) => each === written.replace('==', '='));
  if (comparison === undefined)
    throw new QueryError(sign.from, `"${written}" is not a comparison`, comparisons.join(' '));
  const number = amountOf(value);
  if (number === null || number.unit === 'percent')
    throw new QueryError(
      value.from,
      `expected a whole number without separators after ${kind.text} ${comparison}`,
      `${kind.text} ${comparison} 10`,
    );
  return { kind: 'figure', figure, comparison, value: number.value, at: { from: kind.from, to: value.to } };
}

/** `changed(killed)`, or `rise(killed) >= 20%` with the amount that is read behind it. */
export function ledgerCondition(
  operator: ChangeOperator,
  kind: Token,
  at: Place,
  amount: { readonly sign: Token; readonly value: Token } | null,
): LedgerCondition {
  if (kind.kind !== 'word')
    throw new QueryError(kind.from, `expected a kind of figure in ${operator}( )`, `${operator}(killed)`);
  const figure = figureKind(kind);
  if (operator === 'changed') {
    if (amount !== null) throw new QueryError(amount.sign.from, 'changed( ) takes no amount', `rise(${figure}) >= 20%`);
    return { kind: 'ledger', operator, figure, least: null, at };
  }
  const least = amount === null ? null : amountOf(amount.value);
  if (amount === null || least === null || least.value === 0 || !isAtLeast(amount.sign))
    throw new QueryError(
      at.from,
      `${operator}(${figure}) needs the amount of the change`,
      `${operator}(${figure}) >= 20%`,
    );
  return { kind: 'ledger', operator, figure, least, at: { from: at.from, to: amount.value.to } };
}

const isAtLeast = (sign: Token): boolean => sign.kind === 'comparison' && sign.operator === '>=';

function figureKind({ text, from }: Word): FigureKind {
  if (isFigureKind(text)) return text;
  const meant = nearest(text, figureKinds);
  throw new QueryError(from, `"${text}" is not a kind of figure; the kinds are ${figureKinds.join(', ')}`, meant);
}

const mostDigits = 12;

function amountOf(token: Token): LedgerCondition['least'] {
  const [, digits, percent] = token.kind === 'word' ? (/^(\d+)(%?)$/.exec(token.text) ?? []) : [];
  if (digits === undefined || digits.length > mostDigits) return null;
  return { value: Number(digits), unit: percent === '%' ? 'percent' : 'count' };
}
