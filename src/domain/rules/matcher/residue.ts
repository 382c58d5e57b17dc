import type { FigureKind } from '../../figures/figure.ts';
import { type Change, isSuchChange } from '../../ledger/condition.ts';
import type { Residue, WeightedResidue } from '../rule.ts';
import { type Evaluator, verdict } from './evaluator.ts';
import { operation, type Programs } from './program.ts';

/** What is left of an open node for the ledger to decide, with all that the text decides taken out. */
export function residueOf(ref: number, programs: Programs, evaluator: Evaluator): Residue {
  const { code, numbers } = programs;
  const at = ref >> 1;
  const parts = (from: number, count: number): readonly Residue[] => openParts(from, count, programs, evaluator);
  switch (code.at(at)) {
    case operation.not:
      return { kind: 'not', part: residueOf(code.at(at + 1), programs, evaluator) };
    case operation.and:
      return joined('and', parts(at + 2, code.at(at + 1)));
    case operation.or:
      return joined('or', parts(at + 2, code.at(at + 1)));
    case operation.of: {
      const children = parts(at + 3, code.at(at + 2)).map((part) => ({ part, weight: 1 }));
      const held = countHeld(at + 3, code.at(at + 2), programs, evaluator);
      return { kind: 'score', least: code.at(at + 1) - held, parts: children };
    }
    case operation.score: {
      const least = (numbers[code.at(at + 1)] ?? 0) - evaluator.sumOf(at);
      return { kind: 'score', least, parts: weightedParts(at, programs, evaluator) };
    }
    default: {
      const condition = programs.ledger[code.at(at + 1)];
      if (condition === undefined) throw new Error('only a condition on the ledger can be open');
      const { move, figure, least } = condition;
      return { kind: 'ledger', move, figure, least };
    }
  }
}

const joined = (kind: 'and' | 'or', parts: readonly Residue[]): Residue => {
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind, parts };
};

function openParts(from: number, count: number, programs: Programs, evaluator: Evaluator): readonly Residue[] {
  const children = Array.from({ length: count }, (_, index) => programs.code.at(from + index));
  return children
    .filter((child) => evaluator.evaluate(child) === verdict.open)
    .map((child) => residueOf(child, programs, evaluator));
}

function countHeld(from: number, count: number, programs: Programs, evaluator: Evaluator): number {
  const children = Array.from({ length: count }, (_, index) => programs.code.at(from + index));
  return children.filter((child) => evaluator.evaluate(child) === verdict.yes).length;
}

function weightedParts(at: number, programs: Programs, evaluator: Evaluator): readonly WeightedResidue[] {
  const { code, numbers } = programs;
  const terms = Array.from({ length: code.at(at + 2) }, (_, index) => at + 3 + 2 * index);
  return terms
    .filter((term) => evaluator.evaluate(code.at(term)) === verdict.open)
    .map((term) => ({
      part: residueOf(code.at(term), programs, evaluator),
      weight: numbers[code.at(term + 1)] ?? 0,
    }));
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

/** Whether one of the moves that an article made in its story's ledger is what the condition asks for. */
const isMoved = (condition: Omit<LedgerResidue, 'kind'>, moves: readonly KindChange[]): boolean =>
  moves.some((move) => move.kind === condition.figure && isSuchChange(condition, move));

/** Whether what was left open holds, by the moves that the article made. */
export const isDecidedBy = (residue: Residue, moves: readonly KindChange[]): boolean =>
  decideResidue(residue, (condition) => isMoved(condition, moves));

type LedgerResidue = Extract<Residue, { kind: 'ledger' }>;
