import type { Excerpt } from '../../../domain/digests/entry.ts';
import type { Concepts } from '../../../domain/rules/rule.ts';

/** An article that a query catches, as a list shows it. */
export interface PreviewHit {
  readonly articleId: number;
  readonly revision: number;
  readonly title: Excerpt;
  readonly excerpts: readonly Excerpt[];
  readonly outlet: string;
  readonly link: string | null;
  readonly lang: string | null;
  readonly at: Date;
}

/** A part of the query, and what it does over the days that are looked at. */
export interface ClauseEffect {
  readonly clause: string;
  /** Articles that hold it. */
  readonly matches: number;
  /** Articles that would not be caught without it; of a NOT, those that it takes away. */
  readonly alone: number;
  readonly isNegated: boolean;
}

export interface PreviewTotals {
  readonly looked: number;
  readonly saved: number;
  readonly candidate: number;
  readonly gained: number;
  readonly lost: number;
  /** By day, oldest first. */
  readonly days: readonly { readonly day: string; readonly saved: number; readonly candidate: number }[];
  readonly clauses: readonly ClauseEffect[];
  /** There were more articles than are looked at. */
  readonly isCut: boolean;
}

export type HitList = 'caught' | 'gained' | 'lost';

export type PreviewEvent =
  | { readonly kind: 'hit'; readonly list: HitList; readonly hit: PreviewHit }
  | { readonly kind: 'totals'; readonly totals: PreviewTotals };

export interface PreviewWanted {
  readonly ruleId: string;
  readonly candidate: string;
  readonly concepts: Concepts;
  /** The query in force with its concepts; null: there is none. */
  readonly saved: { readonly query: string; readonly concepts: Concepts } | null;
  readonly now: Date;
}

/** Runs a query over the stored articles of the last days: hits as they are found, the totals at the end. */
export type PreviewQuery = (wanted: PreviewWanted, signal: AbortSignal) => AsyncIterable<PreviewEvent>;

/** Of each list, so many articles are shown. */
export const shownHits = 20;

export const previewDays = 30;

/** How many messages a day a subscription would get. */
export interface ForecastLine {
  readonly who: string;
  /** "at once", "daily 07:00". */
  readonly schedule: string;
  readonly now: number;
  readonly then: number;
  readonly reachesLimit: boolean;
}
