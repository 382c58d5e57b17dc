import { type Figure, type FigureKind, figureKinds, type Totals } from './figure.ts';

/** A figure with the sentence it stands in. */
export interface Placed {
  readonly figure: Figure;
  readonly sentence: number;
  /** Counted beside others of its kind in the sentence. */
  readonly isDisjoint: boolean;
}

interface Total {
  readonly min: number;
  readonly max: number | null;
}

/** What the article states of its own main event; vague counts only where it states no other. */
export function totalsOf(placed: readonly Placed[]): Totals {
  const totals: Partial<Record<FigureKind, Total>> = {};
  for (const kind of figureKinds) {
    const stated = placed.filter(({ figure }) => figure.kind === kind && figure.status === 'stated');
    const firm = stated.filter(({ figure }) => figure.bound !== 'vague');
    const total = largest(firm.length > 0 ? firm : stated);
    if (total !== null) totals[kind] = total;
  }
  return totals;
}

function largest(stated: readonly Placed[]): Total | null {
  const bySentence = new Map<number, Total>();
  for (const { figure, sentence, isDisjoint } of stated) {
    const before = bySentence.get(sentence);
    bySentence.set(sentence, before === undefined ? figure : isDisjoint ? sum(before, figure) : higher(before, figure));
  }
  return [...bySentence.values()].reduce<Total | null>(
    (best, next) => (best === null ? plain(next) : higher(best, next)),
    null,
  );
}

const plain = ({ min, max }: Total): Total => ({ min, max });
const sum = (a: Total, b: Total): Total => ({
  min: a.min + b.min,
  max: a.max === null || b.max === null ? null : a.max + b.max,
});
const higher = (a: Total, b: Total): Total => plain(b.min > a.min ? b : a);
