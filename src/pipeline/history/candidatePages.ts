import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Node } from '../../domain/rules/language/syntax.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import { asksForFigures } from '../../domain/rules/search/queryMatcher.ts';
import { inputOf } from '../match/matchArticles.ts';
import type { ArticleCursor } from './articleHistory.ts';
import type { Candidate, CandidateRequest, SearchedArticle, SearchStore } from './searchStore.ts';

/** The first articles at once, later ones in larger portions. */
const pageSizes = [20, 50, 100];
const largestPage = 200;
/** Those that the index gives are found together, however few are asked for; those that are read in the order of time are not. */
const candidatesAtOnce = { fromIndex: 5000, inOrder: 500 };
/** How many articles are matched before the process may do something else. */
const articlesATurn = 20;

export interface CandidateRun {
  readonly request: CandidateRequest;
  readonly before: ArticleCursor;
  readonly withMoves: boolean;
}

/**
 * Every article that may match, newest first, read page by page. Ends early once the signal is aborted; between some twenty
 * articles the process may do something else.
 */
export async function* candidateArticles(
  store: Pick<SearchStore, 'candidates' | 'searchedArticles'>,
  { request, before, withMoves }: CandidateRun,
  signal: AbortSignal,
): AsyncGenerator<SearchedArticle> {
  let looked = 0;
  for await (const refs of candidatePages(store, request, before, signal)) {
    for (const article of await store.searchedArticles(refs, withMoves)) {
      if (looked++ % articlesATurn === 0) await nextTurn();
      if (signal.aborted) return;
      yield article;
    }
  }
}

async function* candidatePages(
  store: Pick<SearchStore, 'candidates'>,
  request: CandidateRequest,
  before: ArticleCursor,
  signal: AbortSignal,
): AsyncGenerator<readonly Candidate[]> {
  let pages = 0;
  const atOnce = request.alternatives.every((needs) => needs.length === 0)
    ? candidatesAtOnce.inOrder
    : candidatesAtOnce.fromIndex;
  for (let place: ArticleCursor | null = before; place !== null && !signal.aborted; ) {
    const { candidates, next } = await store.candidates(request, place, atOnce);
    for (let at = 0; at < candidates.length && !signal.aborted; ) {
      const size = pageSizes[pages++] ?? largestPage;
      yield candidates.slice(at, at + size);
      at += size;
    }
    place = next;
  }
}

/** What the matcher reads of a stored article for these queries: figures only where one of them asks, as they were read before if they are known. */
export function searchInput(nodes: readonly Node[]): (article: SearchedArticle) => MatchInput {
  const readsFigures = nodes.some(asksForFigures);
  return (article) => {
    if (!readsFigures) return inputOf(article, noFigures);
    if (article.figures === null) return inputOf(article);
    return { ...inputOf(article, noFigures), figures: article.figures };
  };
}

const noFigures = { figures: [], totals: {} };
