import { setTimeout as sleep } from 'node:timers/promises';
import { dayMs, hourMs } from '../../domain/basics/time.ts';
import { conceptsUsed } from '../../domain/rules/language/conceptsUsed.ts';
import { QueryError } from '../../domain/rules/language/finding.ts';
import type { Node, Term } from '../../domain/rules/language/syntax.ts';
import { conceptNamedBy, conceptTerm, writtenTerm } from '../../domain/rules/language/terms.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import { asksForFigures, createQueryMatcher } from '../../domain/rules/search/queryMatcher.ts';
import { newestPlace } from './articleHistory.ts';
import { candidateArticles, searchInput } from './candidatePages.ts';
import { noFilters, searchNeeds } from './searchRequest.ts';
import type { SearchStore } from './searchStore.ts';

/** How many articles of the last 30 days hold each term. */
export interface TermCounts {
  /** A term that is missing is not counted yet, or cannot be read. */
  readonly articlesOf: ReadonlyMap<string, number>;
  /** The count still runs, and what is here is nothing final. */
  readonly isCounting: boolean;
}

export interface TermCounter {
  /** Answers within `waitMs`, with what is known by then; the count goes on, and is kept for an hour. */
  countsOf(terms: readonly string[], concepts: Concepts, waitMs: number): Promise<TermCounts>;
}

interface TermCounterDeps {
  readonly store: SearchStore;
  readonly now: () => Date;
}

const keptMs = hourMs;
const countedDays = 30;
/** Of so many articles at most; a term that is in none of them is rare enough. */
const mostArticles = 50_000;

/** Counts terms over the stored articles, one pass after the other, each term once an hour. */
export function createTermCounter({ store, now }: TermCounterDeps): TermCounter {
  const known = new Map<string, { readonly articles: number; readonly at: number }>();
  let running: Promise<void> = Promise.resolve();
  const isFresh = (key: string, at: number): boolean => {
    const count = known.get(key);
    return count !== undefined && at - count.at < keptMs;
  };
  const count = async (wanted: ReadonlyMap<string, Term>): Promise<void> => {
    const at = now();
    const missing = new Map([...wanted].filter(([key]) => !isFresh(key, at.getTime())));
    if (missing.size === 0) return;
    const counts = await countArticles(store, [...missing.values()], at);
    [...missing.keys()].forEach((key, place) => {
      known.set(key, { articles: counts[place] ?? 0, at: at.getTime() });
    });
  };
  return {
    async countsOf(terms, concepts, waitMs) {
      const keyed = terms.flatMap((text) => {
        const term = readTerm(text, concepts);
        return term === null ? [] : [{ text, key: keyOf(text, term, concepts), term }];
      });
      const wanted = new Map(keyed.map(({ key, term }) => [key, term]));
      running = running.then(
        () => count(wanted),
        () => count(wanted),
      );
      const mine = running.then(() => true);
      const isDone = await Promise.race([mine, sleep(waitMs, false, { ref: false })]);
      const articlesOf = keyed.flatMap(({ text, key }) => {
        const found = known.get(key);
        return found === undefined ? [] : [[text, found.articles] as const];
      });
      if (!isDone) mine.catch(() => undefined);
      return { articlesOf: new Map(articlesOf), isCounting: !isDone };
    },
  };
}

/** A concept counts anew when its terms, or those of the concepts that it names, change. */
const keyOf = (text: string, term: Term, concepts: Concepts): string =>
  term.kind === 'concept' ? JSON.stringify(conceptsUsed(term, concepts)) : text;

/** Null: the language refuses it. */
function readTerm(text: string, concepts: Concepts): Term | null {
  const at = { from: 0, to: text.length };
  try {
    const other = conceptNamedBy(text);
    return other === null ? writtenTerm(text, at) : conceptTerm(other, concepts, at);
  } catch (error) {
    if (error instanceof QueryError) return null;
    throw error;
  }
}

async function countArticles(store: SearchStore, terms: readonly Term[], at: Date): Promise<readonly number[]> {
  const range = { since: new Date(at.getTime() - countedDays * dayMs), until: at };
  const any: Node = { kind: 'or', children: terms, at: { from: 0, to: 0 } };
  const needs = searchNeeds(any, noFilters, await store.archiveKnowledge());
  const parts = { moves: false, figures: terms.some(asksForFigures) };
  const run = {
    request: { range, alternatives: [needs], storyId: null, ruleId: null },
    before: newestPlace(at),
    parts,
  };
  const match = createQueryMatcher(terms);
  const inputFor = searchInput(terms);
  const counts = terms.map(() => 0);
  let looked = 0;
  for await (const article of candidateArticles(store, run, new AbortController().signal)) {
    if (looked++ === mostArticles) break;
    if (!article.isLatest) continue;
    match(inputFor(article), []).forEach((caught, place) => {
      if (caught !== null) counts[place] = (counts[place] ?? 0) + 1;
    });
  }
  return counts;
}
