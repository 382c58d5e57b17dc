import type { CalendarDate } from '../basics/calendarDate.ts';
import type { FigureKind } from '../figures/figure.ts';
import type { Bounds } from './claim.ts';

/** What the ledger reads of an article. */
export interface LedgerArticle {
  readonly articleId: string;
  readonly outlet: string;
  readonly title: string;
  readonly body: string;
  /** Where the text of the article's page begins in it; absent: it is the feed's own. */
  readonly pageStart?: number;
  readonly publishedAt: Date;
  /** The day of publication where it was published, `YYYY-MM-DD`. */
  readonly publishedOn: string;
  /** How far the outlet's clock is ahead of UTC, minutes; absent: not known, taken as none. */
  readonly clockMinutes?: number;
}

/** A figure as the reader gives it, as far as a claim is made of it. */
export interface ClaimedFigure extends Bounds {
  readonly kind: FigureKind;
  readonly bound: string;
  readonly status: string;
  /** Who is counted; null: nothing is said of them. */
  readonly group: string | null;
  readonly attribution: string | null;
  /** Null: nothing is said of the time. */
  readonly asOf: CalendarDate | null;
  /** Which date that is was inferred from the day of publication. */
  readonly isDayInferred?: boolean;
  /** The article says that the count has not been updated since that day: it is the day of the count, not of the event. */
  readonly isStale: boolean;
  readonly quote: string;
  readonly span: readonly [field: 'title' | 'body', start: number, end: number];
}

export type Totals = Readonly<Partial<Record<FigureKind, Bounds>>>;
