export const figureKinds = [
  'killed',
  'injured',
  'arrested',
  'missing',
  'displaced',
  'troops',
  'aircraft',
  'protesters',
] as const;

/** What is counted. */
export type FigureKind = (typeof figureKinds)[number];

/** A count that an article states, as far as a watch rule compares it. */
export interface StatedFigure {
  readonly kind: FigureKind;
  /** The least that the words vouch for: a range's lower end, 12 for "dozens", 0 for "up to 20". */
  readonly min: number;
  /** Where it is stated: UTF-16 code units of the field, end exclusive. */
  readonly span: readonly [field: 'title' | 'body', start: number, end: number];
}
