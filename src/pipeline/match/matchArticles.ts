import { type Article, bodyOf } from '../../domain/articles/article.ts';
import { publishedLocally } from '../../domain/articles/publishedLocally.ts';
import { type Reading, statedOf } from '../../domain/figures/figure.ts';
import { readFigures } from '../../domain/figures/reading.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { Step } from '../../ports/queue.ts';
import { inParallel } from '../shared/inParallel.ts';
import { onLeases } from '../shared/keepLeases.ts';
import type { Matcher } from './matcher.ts';
import type { ClaimedArticle, MatchStore } from './matchStore.ts';

export interface MatchDeps {
  readonly store: MatchStore;
  readonly matcher: Matcher;
  readonly wake: (step: Step) => void;
}

const articlesAtOnce = 50;

/**
 * Matches every waiting article, each against one numbered rule set, and hands them to the story step. There is one batch
 * more in hand than the matcher works on: it is claimed meanwhile, so that no core waits for the store.
 *
 * Only the first loop takes articles that may have killed a process: two in hand at a time, and the innocent one is counted
 * whenever the other kills again, until both are quarantined.
 */
export async function matchWaiting(deps: MatchDeps, signal: AbortSignal): Promise<void> {
  await inParallel(deps.matcher.batchesAtOnce + 1, (loop) =>
    matchBatches(deps, loop === 0 ? 'all' : 'untried', signal),
  );
}

async function matchBatches(deps: MatchDeps, which: 'all' | 'untried', signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const claimed = await deps.store.claimForMatch(articlesAtOnce, which);
    if (claimed.length === 0) return;
    const leases = claimed.map(({ lease }) => lease);
    await onLeases(deps.store, leases, () => matchBatch(deps, claimed, signal));
  }
}

/** A batch that fails is not settled: its leases run out, which counts, and each of its articles comes alone from then on. */
async function matchBatch(
  { store, matcher, wake }: MatchDeps,
  claimed: readonly ClaimedArticle[],
  signal: AbortSignal,
): Promise<void> {
  const readings = claimed.map(({ article }) => readingOf(article));
  const outcome = await matcher.matchAll(
    claimed.map(({ article }, index) => inputOf(article, at(readings, index))),
    signal,
  );
  if (outcome.kind === 'not-begun') {
    await store.release(claimed.map(({ lease }) => lease));
    if (signal.aborted) return;
    throw outcome.error;
  }
  const { ruleSet, matches } = outcome;
  await store.settleMatched(
    claimed.map(({ lease }, index) => ({
      ...{ lease, ruleSet, matches: at(matches, index), reading: at(readings, index) },
    })),
  );
  wake('story');
}

/** An article without a result must not pass for one that matches nothing. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`there are ${list.length} results, but none for article ${index + 1}`);
  return item;
}

/** The figures of a stored article. */
const readingOf = (article: Article): Reading =>
  readFigures({
    title: article.title,
    body: bodyOf(article),
    lang: article.lang,
    publishedISO: publishedLocally(article),
  });

/** What the matcher reads of a stored article. */
export const inputOf = (article: Article, { figures }: Reading = readingOf(article)): MatchInput => ({
  title: article.title,
  body: bodyOf(article),
  lang: article.lang,
  outlet: article.outlet,
  figures: statedOf(figures),
});
