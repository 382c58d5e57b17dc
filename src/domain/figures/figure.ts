import type { CalendarDate } from '../basics/calendarDate.ts';

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

export const isFigureKind = (word: string): word is FigureKind => figureKinds.some((kind) => kind === word);

export type Bound = 'exact' | 'at-least' | 'at-most' | 'about' | 'range' | 'vague';

/** Only a `stated` figure moves a ledger or meets a condition of a rule. */
export type FigureStatus = 'stated' | 'part' | 'period' | 'historical' | 'planned' | 'denied' | 'hypothetical';

/** UTF-16 code units of the field, end exclusive. */
export type FieldSpan = readonly [field: 'title' | 'body', start: number, end: number];

/** A count that an article states, as far as a watch rule compares it. */
export interface StatedFigure {
  readonly kind: FigureKind;
  /** The least that the words vouch for: a range's lower end, 12 for "dozens", 0 for "up to 20". */
  readonly min: number;
  /** Where it is stated: the quote of the figure. */
  readonly span: FieldSpan;
}

/** A count that an article gives, in whatever status, with all that the article says about it. */
export interface Figure extends StatedFigure {
  /** Null: open above. */
  readonly max: number | null;
  readonly bound: Bound;
  /** Who or what is counted, in the article's words ("police and National Guard members"). */
  readonly group: string | null;
  readonly place: string | null;
  /** Who says so, in the article's words, without the article before it. */
  readonly attribution: string | null;
  /** The day that the figure holds for (`2022-01-06`), where the article says it. */
  readonly asOf: CalendarDate | null;
  /** Which date `asOf` is depends on the day of publication: a weekday, "yesterday", a date without its year. */
  readonly isDayInferred: boolean;
  readonly status: FigureStatus;
  /** The article says that the count has not been updated since `asOf`. */
  readonly isStale: boolean;
  /** The exact substring at `span`. */
  readonly quote: string;
}

/** A figure as the reader makes it. `rules` name the steps that led to it, for `--explain`; nothing is decided by them. */
export interface ExplainedFigure extends Figure {
  readonly rules: readonly string[];
}

/** What an article states of its own main event, by kind; attackers and sums of disjoint groups included. */
export type Totals = Partial<Record<FigureKind, { readonly min: number; readonly max: number | null }>>;

export interface Reading {
  readonly figures: readonly ExplainedFigure[];
  readonly totals: Totals;
}

/** Those that count for a condition, a story and a ledger. */
export const statedOf = (figures: readonly Figure[]): readonly Figure[] =>
  figures.filter(({ status }) => status === 'stated');

export interface ReadableArticle {
  readonly title: string;
  readonly body: string;
  readonly lang: string | null;
  /** When and in which zone it was published (`2022-01-07T10:00:00+06:00`); null where nobody says. */
  readonly publishedISO: string | null;
}
