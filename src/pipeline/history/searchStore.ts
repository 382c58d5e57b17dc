import type { StatedFigure } from '../../domain/figures/figure.ts';
import type { ArchiveKnowledge, QueryNeeds } from '../../domain/rules/search/queryNeeds.ts';
import type { ArticleCursor, SavedBetween, StoredArticle } from './articleHistory.ts';

/** An article revision that a query may match, without its text. */
export interface Candidate extends ArticleCursor {
  readonly seenAt: Date;
}

export interface CandidateRequest {
  readonly range: SavedBetween;
  /** What the queries need, of which an article may match any; with what the filters need. Empty: any article may match. */
  readonly alternatives: readonly QueryNeeds[];
  readonly storyId: number | null;
  /** A rule of which any revision matched the article then. */
  readonly ruleId: string | null;
}

export interface CandidatePage {
  /** Newest first. */
  readonly candidates: readonly Candidate[];
  /** Where to go on; null: nothing older is in the range. */
  readonly next: ArticleCursor | null;
}

export interface SearchedArticle extends StoredArticle {
  /** Whether it is the newest revision of its article. */
  readonly isLatest: boolean;
  /** As they were read when it was indexed; null: it is not, or figures are read differently now. */
  readonly figures: readonly StatedFigure[] | null;
}

/** What else is known of an article that is shown. */
export interface HitContext {
  readonly story: { readonly id: number; readonly title: string } | null;
  /** The rules of which any revision matched it, by their present names. */
  readonly rules: readonly { readonly ruleId: string; readonly name: string }[];
}

export interface SearchStore {
  /** The articles that may match, older than the place; where nothing is indexed yet, all articles. */
  candidates(request: CandidateRequest, before: ArticleCursor, limit: number): Promise<CandidatePage>;
  /** In that order; those that retention dropped meanwhile are left out. Moves are read only `withMoves`. */
  searchedArticles(candidates: readonly Candidate[], withMoves: boolean): Promise<readonly SearchedArticle[]>;
  /** In that order. */
  hitContexts(candidates: readonly Candidate[]): Promise<readonly HitContext[]>;
  /** From a sample of the newest articles; remembered for some minutes. */
  archiveKnowledge(): Promise<ArchiveKnowledge>;
  /** How many revisions were saved, by day (UTC, `2022-01-06`). */
  articlesByDay(range: SavedBetween): Promise<ReadonlyMap<string, number>>;
}

/** Of what span of time all articles are indexed. */
export interface SearchCoverage {
  /** Null: from the first article on. */
  readonly from: Date | null;
  readonly until: Date;
}

/** Revisions without an entry of the present version, with how far was looked. */
export interface UnindexedPage {
  readonly articles: readonly StoredArticle[];
  /** The last revision looked at; null: nothing is left behind them. */
  readonly last: ArticleCursor | null;
}
