import type { FigureKind, StatedFigure } from '../figures/figure.ts';
import type { LedgerCondition } from './language/syntax.ts';

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

/** The part of a query that is left when all that the text decides is decided. */
export type Residue =
  | {
      readonly kind: 'ledger';
      readonly move: LedgerCondition['move'];
      readonly figure: FigureKind;
      readonly least: LedgerCondition['least'];
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Residue[] }
  | { readonly kind: 'not'; readonly part: Residue }
  /** The weights of the parts that hold must reach `least`. */
  | { readonly kind: 'score'; readonly least: number; readonly parts: readonly WeightedResidue[] };

export interface WeightedResidue {
  readonly part: Residue;
  readonly weight: number;
}
