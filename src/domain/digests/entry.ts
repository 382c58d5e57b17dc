import type { FromPage, Outlet } from '../articles/article.ts';
import type { LedgerFigure } from '../ledger/view.ts';
import type { Span } from '../rules/span.ts';
import type { Fact } from '../stories/advanceStory.ts';

/** Why an entry came: the rule and its revision, shown in every message. */
export interface EntryReason {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly ruleRevision: number;
}

/** A quoted piece of an article with the matched words in it. Offsets are UTF-16 code units of `text`, end exclusive. */
export interface Excerpt extends FromPage {
  readonly text: string;
  readonly highlights: readonly (readonly [start: number, end: number])[];
}

/**
 * What one notification says, as messages show it. It is a copy: whatever becomes of the article later, the message that quotes
 * it stays the same over every attempt.
 */
export interface Entry {
  readonly title: Excerpt;
  /** At most a few sentences around the matched words; messages quote excerpts, never whole articles. */
  readonly excerpts: readonly Excerpt[];
  readonly link: string | null;
  readonly outlet: Outlet;
  readonly lang: string | null;
  /** ISO 8601 instants: entries are kept as JSON. */
  readonly publishedAt: string | null;
  readonly seenAt: string;
  /** 1 for an article as it first appeared; more where the publisher changed it. */
  readonly articleRevision: number;
  readonly reasons: readonly EntryReason[];
  /** Absent where its story is not known. */
  readonly story?: EntryStory;
}

/** The story of the article, as it stood when the entry was made. */
export interface EntryStory {
  readonly id: number;
  /** Of the article that opened it. */
  readonly title: string;
  /** What it had not shown before. */
  readonly facts: readonly Fact[];
  /** What its ledger said. */
  readonly ledger: readonly LedgerFigure[];
}

/** Builds the entry of an article revision from the spans of every rule that matched it. */
export interface EntrySource {
  readonly reason: EntryReason;
  readonly spans: readonly Span[];
}
