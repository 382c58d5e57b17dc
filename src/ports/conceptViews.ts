import type { NamedRule } from './deskReadings.ts';

/** A concept in the list. */
export interface ListedConcept {
  readonly name: string;
  readonly terms: readonly string[];
  readonly changedAt: Date;
  /** How many rules in force use it, be it through another concept. */
  readonly rules: number;
}

/** An edit of a concept, from the audit log. */
export interface ConceptChange {
  readonly at: Date;
  readonly by: string;
  readonly action: string;
  readonly why: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Articles of some time, by the language that they are in; null: it is not known. */
export type ArticlesByLang = ReadonlyMap<string | null, number>;

/** What the pages of concepts read of the store. */
export interface ConceptViews {
  /** By name. */
  concepts(): Promise<readonly ListedConcept[]>;
  /** By name, five hundred at most. */
  usersOf(concept: string): Promise<readonly NamedRule[]>;
  /** Newest first. */
  changesOf(concept: string, limit: number): Promise<readonly ConceptChange[]>;
  articlesByLang(since: Date): Promise<ArticlesByLang>;
}
