import type { Article } from '../../domain/articles/article.ts';
import { buildEntry } from '../../domain/digests/buildEntry.ts';
import type { Excerpt } from '../../domain/digests/entry.ts';
import { asksForFigures, type Caught, createQueryMatcher } from '../../domain/rules/search/queryMatcher.ts';
import type { Span } from '../../domain/rules/span.ts';
import type { ArticleCursor } from './articleHistory.ts';
import { begun, candidateArticles, searchInput } from './candidatePages.ts';
import {
  cursorOf,
  letsThrough,
  type ReadSearch,
  type RefusedSearch,
  readSearch,
  type SearchRequest,
  searchNeeds,
} from './searchRequest.ts';
import type { HitContext, SearchedArticle, SearchStore } from './searchStore.ts';

/** An article as lists show it, with what matched. */
export interface SearchHit extends HitContext {
  /** The newest revision of the article. Its text stays behind: lists show excerpts. */
  readonly article: Pick<
    Article,
    'articleId' | 'revision' | 'feedId' | 'feedName' | 'link' | 'outlet' | 'lang' | 'publishedAt' | 'savedAt'
  >;
  /** With the matched words as highlights. */
  readonly title: Excerpt;
  /** At most three, around the matched words. */
  readonly excerpts: readonly Excerpt[];
  /** Everything that matched, in the fields as they are stored. */
  readonly spans: readonly Span[];
  readonly score: number;
}

export interface SearchTotal {
  readonly count: number;
  /** False: there are at least so many. */
  readonly isExact: boolean;
}

export type SearchEvent =
  | RefusedSearch
  | { readonly kind: 'hit'; readonly hit: SearchHit }
  /** So many articles were looked at, back to that time. */
  | { readonly kind: 'progress'; readonly looked: number; readonly reached: Date }
  | {
      readonly kind: 'end';
      /** Of all pages; null: it was not asked for, or this is not the first page. */
      readonly total: SearchTotal | null;
      /** The cursor of the next page; null: this is the last. */
      readonly next: string | null;
      /** The search gave up before the range was through; `next` goes on. */
      readonly isCut: boolean;
      /** The oldest article that was looked at. */
      readonly reached: Date | null;
      readonly looked: number;
    };

/** "more than 10,000". */
const mostCounted = 10_000;
/** A query without a word that narrows is not run over everything at once. */
const mostLooked = 20_000;
const progressEvery = 500;

/**
 * Searches the stored articles with a query of the rule language, newest first; an article counts once, by its newest revision. Hits come as
 * they are found. An aborted search ends between two articles, without `end`.
 */
export async function* searchArticles(
  store: SearchStore,
  request: SearchRequest,
  signal: AbortSignal,
): AsyncGenerator<SearchEvent> {
  const read = readSearch(request);
  if (read.kind === 'refused') yield read;
  else yield* searched(store, request, read, signal);
}

interface FoundHit extends Caught {
  readonly article: SearchedArticle;
}

async function* searched(
  store: SearchStore,
  { range, filters, cursor, limit, countsTotal }: SearchRequest,
  { node, before, readsLedger: moves }: ReadSearch,
  signal: AbortSignal,
): AsyncGenerator<SearchEvent> {
  const { storyId, ruleId } = filters;
  const needs = searchNeeds(node, filters, await store.archiveKnowledge());
  const run = {
    request: { range, alternatives: [needs], storyId, ruleId },
    before,
    parts: { moves, figures: node !== null && asksForFigures(node) },
  };
  const articles = begun(candidateArticles(store, run, signal));
  const catches = catcherOf(node);
  const counts = countsTotal && cursor === null;
  const waiting: FoundHit[] = [];
  let [looked, found] = [0, 0];
  let reached: ArticleCursor | null = null;
  let lastHit: ArticleCursor | null = null;
  let isWhole = true;
  for await (const article of articles) {
    if (looked === mostLooked || (found > limit && (!counts || found > mostCounted))) {
      isWhole = false;
      break;
    }
    looked++;
    reached = article;
    const caught = article.isLatest && letsThrough(filters, article) ? catches(article) : null;
    if (caught !== null && ++found <= limit) {
      lastHit = article;
      waiting.push({ article, ...caught });
    }
    if (waiting.length >= hitsAtOnce || (waiting.length > 0 && looked % articlesAWait === 0))
      yield* shownHits(store, waiting.splice(0));
    if (looked % progressEvery === 0) yield { kind: 'progress', looked, reached: article.savedAt };
  }
  if (signal.aborted) return;
  yield* shownHits(store, waiting);
  if (signal.aborted) return;
  const isCut = !isWhole && found <= limit;
  const place = found > limit ? lastHit : isCut ? reached : null;
  yield {
    ...{ kind: 'end', looked, isCut, reached: reached?.savedAt ?? null },
    total: counts ? totalOf(found, isWhole) : null,
    next: place === null ? null : cursorOf(place),
  };
}

/** A hit waits for no more than so many others, and no longer than for so many articles. */
const hitsAtOnce = 10;
const articlesAWait = 50;

const totalOf = (found: number, isWhole: boolean): SearchTotal => ({
  count: Math.min(found, mostCounted),
  isExact: isWhole && found <= mostCounted,
});

function catcherOf(node: ReadSearch['node']): (article: SearchedArticle) => Caught | null {
  if (node === null) return () => ({ spans: [], score: 0 });
  const match = createQueryMatcher([node]);
  const inputFor = searchInput([node]);
  return (article) => match(inputFor(article), changesOf(article))[0] ?? null;
}

/** What the article moved in the ledger of its story, then. */
export const changesOf = ({ moves }: Pick<SearchedArticle, 'moves'>) =>
  moves.map(({ figure, from, to }) => ({ kind: figure, from, to }));

async function* shownHits(store: SearchStore, hits: readonly FoundHit[]): AsyncGenerator<SearchEvent> {
  if (hits.length === 0) return;
  const contexts = await store.hitContexts(hits.map(({ article }) => article));
  for (const [place, found] of hits.entries())
    yield {
      kind: 'hit',
      hit: { ...listed(found.article, found), ...(contexts[place] ?? { figures: [], story: null, rules: [] }) },
    };
}

/** An article as lists show it. */
export function listed(article: SearchedArticle, { spans, score }: Caught): Omit<SearchHit, keyof HitContext> {
  const { articleId, revision, feedId, feedName, link, outlet, lang, publishedAt, savedAt } = article;
  return {
    article: {
      ...{ articleId, revision, feedId, link, outlet, lang, publishedAt, savedAt },
      ...(feedName !== undefined && { feedName }),
    },
    ...excerptsAround(article, spans),
    ...{ spans, score },
  };
}

/** The title and the excerpts of a message, for an article that no rule brought. */
export function excerptsAround(article: Article, spans: readonly Span[]): Pick<SearchHit, 'title' | 'excerpts'> {
  const { title, excerpts } = buildEntry(article, [{ reason: { ruleId: '', ruleName: '', ruleRevision: 0 }, spans }]);
  return { title, excerpts };
}
