import type { StatedFigure } from '../figures/figure.ts';

/** When a rule speaks about a story (`alert.on` of the rule language). */
export type AlertOn = 'change' | 'story' | 'article';

export interface AlertPolicy {
  readonly on: AlertOn;
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

/** The fields of an article that a query can look at. */
export type TextField = 'title' | 'body';

/** Where a term was found: UTF-16 code units of the named field, end exclusive. */
export type Span = readonly [field: TextField, start: number, end: number];

/** What the matcher reads of an article. */
export interface MatchInput {
  readonly title: string;
  readonly body: string;
  readonly lang: string | null;
  readonly outlet: { readonly name: string; readonly domain: string | null };
  /** What the text counts; figure conditions compare these. */
  readonly figures: readonly StatedFigure[];
}

/** One rule of a set that an article satisfies. */
export interface RuleMatch {
  readonly ruleRevisionId: number;
  readonly ruleId: string;
  readonly spans: readonly Span[];
  readonly score: number;
}
