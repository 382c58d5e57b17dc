import { type ChangeOperator, changeOperators } from '../../ledger/condition.ts';

/** `changed(`, `rise(` and `fall(` ask the ledger; with a space before the bracket they are words. */
export const changeOperatorNamed = (word: string): ChangeOperator | null =>
  changeOperators.find((operator) => operator === word) ?? null;
