import { type FigureKind, figureKinds } from '../../figures/figure.ts';

export const isFigureKind = (word: string): word is FigureKind => figureKinds.some((kind) => kind === word);

export const changeOperators = ['changed', 'rise', 'fall'] as const;

export type ChangeOperator = (typeof changeOperators)[number];

/** `changed(`, `rise(` and `fall(` ask the ledger; with a space before the bracket they are words. */
export const changeOperatorNamed = (word: string): ChangeOperator | null =>
  changeOperators.find((operator) => operator === word) ?? null;
