import type { FromPage } from '../articles/article.ts';
import type { CalendarDate } from '../basics/calendarDate.ts';
import type { FigureKind } from '../figures/figure.ts';
import type { Authority } from './authority.ts';

/** From the least to the most; null: open. */
export interface Bounds {
  readonly min: number;
  readonly max: number | null;
}

/** What one article says of one count of its story, and on whose word. */
export interface Claim extends Bounds, FromPage {
  readonly kind: FigureKind;
  readonly articleId: string;
  readonly outlet: string;
  readonly authority: Authority;
  /** As the article names it; null: nobody is named. */
  readonly attribution: string | null;
  readonly isAbout: boolean;
  /** The article adds up disjoint groups; the sum stands nowhere in it. */
  readonly isComputed: boolean;
  /** The article says that an earlier count was wrong. */
  readonly isCorrection: boolean;
  /** The article says that this count is not so. */
  readonly isDenial: boolean;
  /** By what claims are put in order: the article's own day as the instant of publication, an earlier day as its end. */
  readonly asOf: Date;
  /** The day that the article states for it; absent: it states none. */
  readonly asOfDay?: CalendarDate;
  /** The instant of publication, where only a day that was inferred (a weekday, "yesterday", a date without its year) makes `asOf` earlier. */
  readonly inferredBefore?: Date;
  readonly quote: string;
  /** Somebody at the desk says it, by this edit: no article does. A denial of the desk strikes out a count of the authority that it names. */
  readonly editId?: number;
}

/** As readers are shown it: the calendar date that the article states, else the instant of publication, ISO 8601. */
export const shownAsOf = ({ asOf, asOfDay }: Pick<Claim, 'asOf' | 'asOfDay'>): string => asOfDay ?? asOf.toISOString();

/** Counts that only grow while the dead are found; the others go up and down by themselves. */
const tolls: ReadonlySet<FigureKind> = new Set(['killed', 'injured', 'arrested']);

export const isToll = ({ kind }: Claim): boolean => tolls.has(kind);

/** The same in other words, or less exactly, so that the count that stands is not contradicted: "more than 30" of 32. */
export function isCompatible(claim: Claim, current: Claim): boolean {
  if (claim.min === current.min && claim.max === current.max) return true;
  if (claim.isCorrection) return false;
  return claim.isAbout ? isRounded(claim.min, current.min) : leavesRoomFor(claim, current);
}

/** "At least 9", "up to 20" of 17. Of what goes down by itself "more than 100" of 300 is news. */
function leavesRoomFor(claim: Claim, { min, max }: Bounds): boolean {
  if (claim.max !== null && (max === null || max > claim.max || claim.max === claim.min)) return false;
  return claim.min <= min && (isToll(claim) || claim.max !== null || claim.min >= min * 0.5);
}

/** "About 100" of 112: within a tenth; rounded to as many digits as it has, or to dozens, within a fifth. */
function isRounded(about: number, exact: number): boolean {
  const by = Math.abs(about - exact);
  const unit = about % 12 === 0 ? 12 : lastUnitOf(about);
  return by <= exact / 10 || (by <= unit / 2 && by <= exact / 5);
}

/** 100 of 2,400, 1 of 17. */
const lastUnitOf = (count: number, unit = 1): number =>
  count === 0 || count % (unit * 10) !== 0 ? unit : lastUnitOf(count, unit * 10);
