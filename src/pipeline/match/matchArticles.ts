import { type Article, bodyOf } from '../../domain/articles/article.ts';
import { publishedLocally } from '../../domain/articles/publishedLocally.ts';
import { type Reading, statedOf } from '../../domain/figures/figure.ts';
import { readFigures } from '../../domain/figures/reading.ts';
import type { MatchInput } from '../../domain/rules/rule.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import { inParallel } from '../shared/inParallel.ts';
import { onLeases } from '../shared/keepLeases.ts';
import { entryOf } from '../shared/searchEntry.ts';
import type { FailedBatch, Matcher } from './matcher.ts';
import type { ClaimedArticle, MatchStore } from './matchStore.ts';

export interface MatchDeps {
  readonly store: MatchStore;
  readonly matcher: Matcher;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

const articlesAtOnce = 50;

/**
 * Matches every waiting article, each against one numbered rule set, and hands them to the story step. There is one batch
 * more in hand than the matcher works on: it is claimed meanwhile, so that no core waits for the store.
 *
 * Only the first loop takes suspects, articles that may have killed a process: two in hand at a time, and the innocent one is
 * counted whenever the other kills again, until both are quarantined. It takes one before each of its batches. Another loop may
 * find one after the first has ended, so suspects are looked for once more in the end.
 */
export async function matchWaiting(deps: MatchDeps, signal: AbortSignal): Promise<void> {
  const suspects: Claim = () => deps.store.claimSuspect();
  await inParallel(deps.matcher.batchesAtOnce + 1, (loop) =>
    matchAll(loop === 0 ? [suspects, untried(deps)] : [untried(deps)], deps, signal),
  );
  await matchAll([suspects], deps, signal);
}

type Claim = () => Promise<readonly ClaimedArticle[]>;

const untried =
  ({ store }: MatchDeps): Claim =>
  () =>
    store.claimForMatch(articlesAtOnce);

/** Makes the claims in turn, until none of them takes anything any more. */
async function matchAll(claims: readonly Claim[], deps: MatchDeps, signal: AbortSignal): Promise<void> {
  let taken = Number.POSITIVE_INFINITY;
  while (taken > 0) {
    taken = 0;
    for (const claim of claims) taken += signal.aborted ? 0 : await matchClaimed(await claim(), deps, signal);
  }
}

async function matchClaimed(claimed: readonly ClaimedArticle[], deps: MatchDeps, signal: AbortSignal): Promise<number> {
  if (claimed.length === 0) return 0;
  const leases = claimed.map(({ lease }) => lease);
  await onLeases(deps.store, leases, () => matchBatch(deps, claimed, signal));
  return claimed.length;
}

async function matchBatch(deps: MatchDeps, claimed: readonly ClaimedArticle[], signal: AbortSignal): Promise<void> {
  const { store, matcher, wake } = deps;
  const readings = claimed.map(({ article }) => readingOf(article));
  const inputs = claimed.map(({ article }, index) => inputOf(article, at(readings, index)));
  const outcome = await matcher.matchAll(inputs, signal);
  if (outcome.kind === 'not-begun') {
    await store.release(claimed.map(({ lease }) => lease));
    if (signal.aborted) return;
    throw outcome.error;
  }
  if (outcome.kind === 'failed') return blame(deps, claimed, outcome);
  const { ruleSet, matches } = outcome;
  await store.settleMatched(
    claimed.map(({ lease, article }, index) => ({
      ...{ lease, ruleSet, matches: at(matches, index), reading: at(readings, index) },
      entry: entryOf(article, at(inputs, index)),
    })),
  );
  wake('story');
}

/**
 * The article that was at work is a suspect from now on; the others of its batch go on at once. Where it is not known which one it
 * was, all of them are.
 */
async function blame(
  { store, log }: MatchDeps,
  claimed: readonly ClaimedArticle[],
  { culprit, error }: FailedBatch,
): Promise<void> {
  const suspects = culprit === null ? claimed : [at(claimed, culprit)];
  const leasesOf = (articles: readonly ClaimedArticle[]) => articles.map(({ lease }) => lease);
  await store.release(leasesOf(claimed.filter((each) => !suspects.includes(each))));
  await store.suspect(leasesOf(suspects));
  const articles = suspects.map(({ article }) => article.articleId);
  log.error({ err: error, articles }, 'matching failed; the articles it may be due to are tried alone from now on');
}

/** An article without a result must not pass for one that matches nothing. */
function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error(`there are ${list.length} results, but none for article ${index + 1}`);
  return item;
}

/** The figures of a stored article. */
export const readingOf = (article: Article): Reading =>
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
  ...(article.feedName !== undefined && { feedName: article.feedName }),
  figures: statedOf(figures),
});
