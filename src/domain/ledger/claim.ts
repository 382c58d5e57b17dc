import type { FigureKind } from '../figures/figure.ts';
import type { Authority } from './authority.ts';

/** From the least to the most; null: open. */
export interface Bounds {
  readonly min: number;
  readonly max: number | null;
}

/** What one article says of one count of its story, and on whose word. */
export interface Claim extends Bounds {
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
  /** When it was so: the article's own day as the instant of publication, an earlier day as its end. */
  readonly asOf: Date;
  readonly quote: string;
}

/** An exact restatement in other words, or one that leaves room for the other: "more than 30" of 32. */
export function isCompatible(claim: Claim, current: Claim): boolean {
  if (claim.min === current.min && claim.max === current.max) return true;
  if (claim.isAbout) return Math.abs(claim.min - current.min) <= current.min / 10;
  return claim.max === null && claim.min <= current.min && claim.min >= current.min * 0.5;
}
