import type { StatedFigure } from '../figures/figure.ts';
import type { Residue } from './residue.ts';
import type { Span } from './span.ts';

/** When a rule speaks about a story (`alert.on` of the rule language). */
export type AlertOn = 'change' | 'story' | 'article';

export interface AlertPolicy {
  readonly on: AlertOn;
  /** Conditions on figures and on the ledger that narrow when it speaks, in the rule language. */
  readonly when?: string;
  /** For so long after it spoke of a story, what is new of that story is held and merged. */
  readonly cooldownSeconds?: number;
}

/** One immutable revision of a watch rule, with the concepts it uses as they stood when the revision was made. */
export interface RuleRevision {
  /** Unique over all rules; what a match names. */
  readonly id: number;
  readonly ruleId: string;
  /** Counts from 1 per rule. */
  readonly revision: number;
  readonly name: string;
  readonly query: string;
  readonly alert: AlertPolicy;
  readonly owner: string | null;
  readonly concepts: Concepts;
}

/** Concept name → its terms, in the rule language. */
export type Concepts = Readonly<Record<string, readonly string[]>>;

/** All rules that are in force under one number. An article is matched against exactly one set. */
export interface RuleSet {
  readonly number: number;
  readonly rules: readonly RuleRevision[];
}

/** What the matcher reads of an article. */
export interface MatchInput {
  readonly title: string;
  readonly body: string;
  readonly lang: string | null;
  readonly outlet: { readonly name: string; readonly domain: string | null };
  /** The name that the list of feeds gives the feed that brought it. */
  readonly feedName?: string;
  /** What the text counts; figure conditions compare these. */
  readonly figures: readonly StatedFigure[];
}

/** Of the places where a rule matched, these many are given: messages quote three, and a hostile text can have a million. */
export const mostSpans = 200;

/** NEAR and BEFORE look at the first so many places of either side in a field: more than a book has, less than can hold up. */
export const mostPlaces = 100_000;

/** Of the terms of a rule that an article shows, these many are given: enough to tell what is new of a story. */
export const mostShown = 50;

/** One rule of a set that an article satisfies. */
export interface RuleMatch {
  readonly ruleRevisionId: number;
  readonly ruleId: string;
  /** In reading order, each place once: the first `mostSpans`. */
  readonly spans: readonly Span[];
  /** The most that the weights of a SCORE reach by the text alone; of a query without one, the number of spans. */
  readonly score: number;
  /** What the story's ledger has still to decide; null when the text has decided. */
  readonly awaits: Residue | null;
  /**
   * The terms and concepts of the query that the article shows, as the query has them: `"state of emergency"`, `@kazakhstan`, whatever it
   * finds of them, in whatever field; not what it excludes, nor what lowers a SCORE. Sorted, each once: the first `mostShown`.
   */
  readonly shown: readonly string[];
}
