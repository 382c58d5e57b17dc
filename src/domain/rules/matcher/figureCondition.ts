import type { FigureKind, StatedFigure } from '../../figures/figure.ts';
import type { Comparison } from '../language/syntax.ts';

export interface ComparedFigure {
  readonly figure: FigureKind;
  readonly comparison: Comparison;
  readonly value: number;
}

/** The stated figures by which a condition holds; none: it does not. `!=` needs one that is stated, and none that is equal. */
export function figuresThatMeet(
  { figure, comparison, value }: ComparedFigure,
  figures: readonly StatedFigure[],
): readonly StatedFigure[] {
  const stated = figures.filter(({ kind }) => kind === figure);
  if (comparison === '!=') return stated.some(({ min }) => min === value) ? [] : stated;
  return stated.filter(({ min }) => satisfies(min, comparison, value));
}

function satisfies(min: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '<':
      return min < value;
    case '<=':
      return min <= value;
    case '>':
      return min > value;
    case '>=':
      return min >= value;
    case '!=':
      return min !== value;
    case '=':
      return min === value;
  }
}
