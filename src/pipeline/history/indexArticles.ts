import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArticleRef } from '../../domain/articles/article.ts';
import { minuteMs } from '../../domain/basics/time.ts';
import type { Clock } from '../../ports/clock.ts';
import { inputOf } from '../match/matchArticles.ts';
import { entryOf, type SearchEntry } from '../shared/searchEntry.ts';
import { type ArticleCursor, newestPlace } from './articleHistory.ts';
import type { SearchCoverage, UnindexedPage } from './searchStore.ts';

export interface IndexedRevision extends ArticleRef, SearchEntry {
  readonly seenAt: Date;
}

export interface SearchIndexStore {
  /** Null: nothing is indexed by this version of the keys. */
  coverage(): Promise<SearchCoverage | null>;
  saveCoverage(coverage: SearchCoverage): Promise<unknown>;
  /** When the oldest article was saved that still waits for its page, and so for its text; null: there is none. */
  oldestUnread(): Promise<Date | null>;
  /** Looks at so many revisions saved since then and before the place, newest first. Null: since the first. */
  unindexed(since: Date | null, before: ArticleCursor, limit: number): Promise<UnindexedPage>;
  saveEntries(entries: readonly IndexedRevision[]): Promise<unknown>;
}

export interface IndexDeps {
  readonly store: SearchIndexStore;
  readonly clock: Clock;
}

const revisionsAPage = 200;
const revisionsARound = 4000;
const articlesATurn = 20;

/** What a poll saves under its time is there by then; see `usualMs` of the store. */
const settledAfterMs = minuteMs;

/**
 * A round of indexing. First all that was saved since the last round and that no matching has indexed, then some of what was
 * stored before this version of the index, newest first, until nothing is left. A round that ends early is made up for by the next; two
 * at a time do no harm.
 */
export async function indexArticles({ store, clock }: IndexDeps, signal: AbortSignal): Promise<void> {
  const settledBy = new Date(clock.now().getTime() - settledAfterMs);
  const unread = await store.oldestUnread();
  const until = unread !== null && unread < settledBy ? unread : settledBy;
  const known = (await store.coverage()) ?? { from: until, until };
  const coverage = until > known.until ? { ...known, until } : known;
  await indexAll(store, known.until, newestPlace(coverage.until), signal);
  if (signal.aborted) return;
  await store.saveCoverage(coverage);
  if (coverage.from !== null) await indexOlder(store, coverage, signal);
}

async function indexAll(
  store: SearchIndexStore,
  since: Date,
  before: ArticleCursor,
  signal: AbortSignal,
): Promise<void> {
  for (let place: ArticleCursor | null = before; place !== null && !signal.aborted; )
    place = (await indexPage(store, since, place)).next;
}

/** A poll saves thousands at one and the same time: those that are indexed already cost little, and count little. */
const costOfKnown = 0.1;

async function indexOlder(store: SearchIndexStore, coverage: SearchCoverage, signal: AbortSignal): Promise<void> {
  let place: ArticleCursor | null = newestPlace(coverage.from ?? coverage.until);
  for (let done = 0; place !== null && done < revisionsARound && !signal.aborted; ) {
    const page: IndexedPage = await indexPage(store, null, place);
    done += page.indexed + revisionsAPage * costOfKnown;
    place = page.next;
    await store.saveCoverage({ ...coverage, from: place === null ? null : afterTime(place) });
  }
}

/** Others may have been saved at the very time of the last one that was looked at. */
const afterTime = ({ savedAt }: ArticleCursor): Date => new Date(savedAt.getTime() + 1);

interface IndexedPage {
  readonly indexed: number;
  /** Where to go on; null: there is nothing more. */
  readonly next: ArticleCursor | null;
}

async function indexPage(store: SearchIndexStore, since: Date | null, before: ArticleCursor): Promise<IndexedPage> {
  const { articles, last } = await store.unindexed(since, before, revisionsAPage);
  const entries: IndexedRevision[] = [];
  for (const [index, article] of articles.entries()) {
    if (index % articlesATurn === 0) await nextTurn();
    const { articleId, revision, seenAt } = article;
    entries.push({ articleId, revision, seenAt, ...entryOf(article, inputOf(article)) });
  }
  if (entries.length > 0) await store.saveEntries(entries);
  return { indexed: entries.length, next: last };
}
