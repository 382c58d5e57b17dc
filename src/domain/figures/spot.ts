import type { FigureKind } from './figure.ts';
import type { Form } from './lexicon/lexiconEntry.ts';

/** A word or words that say what is counted: tokens `from` to `to`, both included. */
export interface Spot {
  readonly kind: FigureKind;
  readonly form: Form;
  readonly from: number;
  readonly to: number;
  /** "were killed", "была ранена": the subject bears it. */
  readonly isPassive: boolean;
  /** "Five people shot": killed or injured, which of the two only the article's other figures say. */
  readonly isShot?: boolean;
  /** "Four people were taken to hospital": counts for the total only, and where nobody says more. */
  readonly isHospital?: boolean;
}
