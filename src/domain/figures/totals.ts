import { grouped } from '../basics/grouped.ts';
import { type ExplainedFigure, type Figure, type FigureKind, figureKinds, type Totals } from './figure.ts';

/** A figure with the sentence it stands in. */
export interface Placed {
  readonly figure: ExplainedFigure;
  readonly sentence: number;
  /** "Five people shot": no figure of its own, but it bounds those that are. */
  readonly isShot: boolean;
  /** "A man was killed", "four were taken to hospital": no figure, but for a total that nobody states. */
  readonly isSilent: boolean;
  /** "A boy and six others were hurt": persons without a numeral that a total adds. */
  readonly besides: number;
  /** "No one is missing any longer": the figures of its kind before it are over. */
  readonly endsEarlier: boolean;
}

interface Total {
  readonly min: number;
  readonly max: number | null;
}

/** What the article states of its own main event; vague counts and persons without a numeral only where it states no other. */
export function totalsOf(placed: readonly Placed[]): Totals {
  const stated = placed.filter(({ figure }) => figure.status === 'stated');
  const totals: Partial<Record<FigureKind, Total>> = {};
  const byKind = grouped(
    stated.filter(({ isShot }) => !isShot),
    ({ figure }) => figure.kind,
  );
  for (const kind of figureKinds) {
    const ofKind = sinceNone(byKind.get(kind) ?? []);
    const firm = ofKind.filter(({ figure, isSilent }) => figure.bound !== 'vague' && !isSilent);
    const total = largest(firm.length > 0 ? firm : ofKind.slice(0, 1));
    if (total !== null) totals[kind] = total;
  }
  return withShot(totals, stated);
}

/** "Three were missing. No one is missing any longer": what is stated before is over. */
const sinceNone = (placed: readonly Placed[]): readonly Placed[] =>
  placed.slice(
    Math.max(
      0,
      placed.findLastIndex(({ endsEarlier }) => endsEarlier),
    ),
  );

/** "Nine people were shot, one fatally": eight are injured. */
function withShot(totals: Partial<Record<FigureKind, Total>>, stated: readonly Placed[]): Totals {
  const shot = largest(stated.filter(({ figure, isShot }) => isShot && figure.bound !== 'vague'));
  const injured = stated.some(({ figure, isShot, isSilent }) => figure.kind === 'injured' && !isShot && !isSilent)
    ? (totals.injured?.min ?? 0)
    : 0;
  if (shot === null || injured > 1) return totals;
  const killed = totals.killed?.min ?? 0;
  if (shot.min < 2 || shot.min - killed <= injured) return totals;
  return { ...totals, injured: { min: shot.min - killed, max: shot.max === null ? null : shot.max - killed } };
}

function largest(stated: readonly Placed[]): Total | null {
  const bySentence = grouped(stated, ({ sentence }) => sentence);
  const totals = [...bySentence.values()].map((placed) => together(placed.map(withBesides)));
  return totals.reduce<Total | null>((best, next) => (best === null || next.min > best.min ? next : best), null);
}

const withBesides = ({ figure, besides }: Placed): Figure =>
  besides === 0
    ? figure
    : { ...figure, min: figure.min + besides, max: figure.max === null ? null : figure.max + besides };

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
