import type { Residue, WeightedResidue } from '../residue.ts';
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
      const { operator, figure, least } = condition;
      return { kind: 'ledger', operator, figure, least };
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
