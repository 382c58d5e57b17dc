import { secondsAfter } from '../../domain/basics/time.ts';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import type { Feed } from '../../domain/feeds/feed.ts';
import type { PollLimits } from '../../domain/feeds/nextPoll.ts';
import { memoryFor } from '../../domain/feeds/reread.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedSource, FetchOutcome } from '../../ports/feedSource.ts';
import type { Holds } from '../../ports/holds.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import type { Random } from '../../ports/random.ts';
import { onLeases } from '../shared/keepLeases.ts';
import { believed } from './patience.ts';
import { settlementOf } from './pollSettlement.ts';
import type { ClaimedFeed, PollSettlement, PollStore } from './pollStore.ts';

export interface PollDeps {
  readonly store: PollStore;
  readonly feeds: FeedSource;
  readonly holds: Pick<Holds, 'hold' | 'proved'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
  readonly limits: PollLimits;
}

const feedsAtOnce = 8;
/** While every feed at work is slow, others become due. */
const lookAgainMs = 1000;

/**
 * Polls every feed whose time has come, several at a time and one of each host, each claimed singly: a slow one keeps no
 * other waiting but those of its host. What is new is saved with the feed's state, and matching is woken.
 */
export async function pollDueFeeds(deps: PollDeps, signal: AbortSignal): Promise<void> {
  const atWork = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    const [hosts, works] = [[...atWork.keys()], [...atWork.values()]];
    const mayClaim = works.length < feedsAtOnce && !signal.aborted && failures.length === 0;
    const claimed = mayClaim ? await nextDue(deps, hosts).catch((error: unknown) => noted(error, failures)) : null;
    if (claimed !== null) {
      const { host } = claimed;
      const done = pollFeed(deps, claimed, signal)
        .catch((error: unknown) => void noted(error, failures))
        .finally(() => atWork.delete(host));
      atWork.set(host, done);
    } else if (works.length > 0) {
      await firstOf(works, lookAgainMs);
    } else break;
  }
  if (failures.length > 0) throw failures[0];
}

async function nextDue({ store, clock }: PollDeps, busyHosts: readonly string[]): Promise<ClaimedFeed | null> {
  const [claimed] = await store.claimDueFeeds(clock.now(), 1, busyHosts);
  return claimed ?? null;
}

/** What is at work goes on to its end, whatever failed. */
function noted(error: unknown, failures: unknown[]): null {
  failures.push(error);
  return null;
}

/** Waits for the first of them, but no longer than this. */
async function firstOf(works: readonly Promise<void>[], mostMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, mostMs);
  });
  await Promise.race([...works, timeOver]);
  clearTimeout(timer);
}

const pollFeed = (deps: PollDeps, claimed: ClaimedFeed, signal: AbortSignal): Promise<void> =>
  onLeases(deps.store, [claimed.lease], () => fetchAndSettle(deps, claimed, signal));

async function fetchAndSettle(deps: PollDeps, { lease, feed }: ClaimedFeed, signal: AbortSignal): Promise<void> {
  const request = {
    ...memoryFor(feed, deps.clock.now()),
    url: feed.redirectedTo ?? feed.url,
    credentials: feed.credentials ? { ...feed.credentials, meantFor: feed.url } : null,
  };
  const outcome = believed(await deps.feeds.fetch(request, signal), feed.failures);
  if (signal.aborted) return deps.store.release([lease]);
  const now = deps.clock.now();
  await keepHolds(deps, outcome, now);
  const settlement = settlementOf({ feed, outcome, now, limits: deps.limits, fraction: deps.random.fraction() });
  const saved = await deps.store.settlePoll(lease, settlement, now);
  report(deps.log, feed, outcome, settlement);
  if (saved !== null && saved.created + saved.revised > 0) {
    deps.log.info({ feed: feed.name, ...saved }, 'new articles');
    if (feed.fullText === true) deps.wake('read');
    deps.wake('match');
  }
}

/** Who asks to be left alone is held; who answers as asked has ended its hold. */
async function keepHolds({ holds }: PollDeps, outcome: FetchOutcome, now: Date): Promise<void> {
  if (outcome.kind === 'held' && outcome.isNew)
    await holds.hold(outcome, secondsAfter(now, outcome.forSeconds), outcome.message, now);
  else if (outcome.kind === 'document' || outcome.kind === 'unchanged') await holds.proved(outcome.answeredBy, now);
}

function report(
  log: StepLog,
  { url, failures, redirectedTo }: Feed,
  outcome: FetchOutcome,
  settlement: PollSettlement,
): void {
  if (outcome.kind === 'failed' || (outcome.kind === 'held' && outcome.isNew)) {
    log.warn({ url: shownUrl(url), failures: failures + 1 }, outcome.message);
  }
  if ('address' in settlement && settlement.address.redirectedTo !== redirectedTo) {
    const target = settlement.address.redirectedTo;
    log.warn(
      { url: shownUrl(url), redirectedTo: target === null ? null : shownUrl(target) },
      'the feed redirects permanently: change its address in the feeds file',
    );
  }
}
