import type { FigureKind } from '../figures/figure.ts';
import { type Change, isSuchChange } from '../ledger/condition.ts';
import type { LedgerCondition } from './language/syntax.ts';

/** The part of a query that is left when all that the text decides is decided. */
export type Residue =
  | {
      readonly kind: 'ledger';
      readonly operator: LedgerCondition['operator'];
      readonly figure: FigureKind;
      readonly least: LedgerCondition['least'];
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Residue[] }
  | { readonly kind: 'not'; readonly part: Residue }
  /** The weights of the parts that hold must reach `least`. */
  | { readonly kind: 'score'; readonly least: number; readonly parts: readonly WeightedResidue[] };

export interface WeightedResidue {
  readonly part: Residue;
  readonly weight: number;
}

/**
 * Whether what was left open holds, by what the ledger says of each of its conditions.
 * @internal exported for its tests
 */
export function decideResidue(residue: Residue, says: (condition: LedgerResidue) => boolean): boolean {
  switch (residue.kind) {
    case 'ledger':
      return says(residue);
    case 'and':
      return residue.parts.every((part) => decideResidue(part, says));
    case 'or':
      return residue.parts.some((part) => decideResidue(part, says));
    case 'not':
      return !decideResidue(residue.part, says);
    case 'score':
      return (
        residue.parts.reduce((sum, { part, weight }) => sum + (decideResidue(part, says) ? weight : 0), 0) >=
        residue.least
      );
  }
}

/** What the ledger of a story said of a kind before an article, and says with it. */
export interface KindChange extends Change {
  readonly kind: FigureKind;
}

/** Whether one of the changes that an article made to its story's ledger is what the condition asks for. */
const isChanged = (condition: Omit<LedgerResidue, 'kind'>, changes: readonly KindChange[]): boolean =>
  changes.some((change) => change.kind === condition.figure && isSuchChange(condition, change));

/** Whether what was left open holds, by the changes that the article made. */
export const isDecidedBy = (residue: Residue, changes: readonly KindChange[]): boolean =>
  decideResidue(residue, (condition) => isChanged(condition, changes));

type LedgerResidue = Extract<Residue, { kind: 'ledger' }>;
