import { type Figure, type FigureKind, figureKinds, type Totals } from './figure.ts';

/** A figure with the sentence it stands in. */
export interface Placed {
  readonly figure: Figure;
  readonly sentence: number;
  /** "Five people shot": no figure of its own, but it bounds those that are. */
  readonly isShot: boolean;
  /** "A man was killed": one person without a numeral. */
  readonly isSilent: boolean;
}

interface Total {
  readonly min: number;
  readonly max: number | null;
}

/** What the article states of its own main event; vague counts and persons without a numeral only where it states no other. */
export function totalsOf(placed: readonly Placed[]): Totals {
  const totals: Partial<Record<FigureKind, Total>> = {};
  for (const kind of figureKinds) {
    const ofKind = placed.filter(({ figure, isShot }) => figure.kind === kind && figure.status === 'stated' && !isShot);
    const firm = ofKind.filter(({ figure, isSilent }) => figure.bound !== 'vague' && !isSilent);
    const total = largest(firm.length > 0 ? firm : ofKind.slice(0, 1));
    if (total !== null) totals[kind] = total;
  }
  return withShot(totals, placed);
}

/** "Nine people were shot, one fatally": eight are injured. */
function withShot(totals: Partial<Record<FigureKind, Total>>, placed: readonly Placed[]): Totals {
  const shot = largest(
    placed.filter(({ figure, isShot }) => isShot && figure.status === 'stated' && figure.bound !== 'vague'),
  );
  if (shot === null || (totals.injured?.min ?? 0) > 1) return totals;
  const killed = totals.killed?.min ?? 0;
  if (shot.min < 2 || shot.min - killed <= (totals.injured?.min ?? 0)) return totals;
  return { ...totals, injured: { min: shot.min - killed, max: shot.max === null ? null : shot.max - killed } };
}

function largest(stated: readonly Placed[]): Total | null {
  const bySentence = new Map<number, Figure[]>();
  for (const { figure, sentence } of stated) bySentence.set(sentence, [...(bySentence.get(sentence) ?? []), figure]);
  const totals = [...bySentence.values()].map(together);
  return totals.reduce<Total | null>((best, next) => (best === null || next.min > best.min ? next : best), null);
}

/** The sum of disjoint groups of one sentence, else its largest figure. */
function together(figures: readonly Figure[]): Total {
  const [first, ...others] = figures;
  const sum = {
    min: total(figures.map(({ min }) => min)),
    max: figures.some(({ max }) => max === null) ? null : total(figures.map(({ max }) => max ?? 0)),
  };
  if (others.length > 0 && areDisjoint(figures)) return sum;
  const { min, max } = figures.reduce((best, next) => (next.min > best.min ? next : best), first ?? sum);
  return { min, max };
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);

const anybody = /^(people|persons?|others?|more|victims?|человек|людей|адам|адамның)/i;

/** Every one of another named group, said by the same; "people" are any of them, and a whole is no part of its sum. */
function areDisjoint(figures: readonly Figure[]): boolean {
  const groups = new Set(figures.map(({ group }) => group?.toLowerCase() ?? ''));
  const largestMin = Math.max(...figures.map(({ min }) => min));
  return (
    groups.size === figures.length &&
    !figures.some(
      ({ group, attribution }) => group === null || anybody.test(group) || attribution !== figures[0]?.attribution,
    ) &&
    (figures.length === 2 || total(figures.map(({ min }) => min)) !== 2 * largestMin)
  );
}
