import type { Feed } from '../domain/feeds/feed.ts';
import type { PollLimits } from '../domain/feeds/nextPoll.ts';
import { secondsAfter } from '../domain/secondsAfter.ts';
import type { Clock } from '../ports/clock.ts';
import type { FeedSource, FetchOutcome } from '../ports/feedSource.ts';
import type { HostHolds } from '../ports/hostHolds.ts';
import type { StepLog } from '../ports/log.ts';
import type { Step } from '../ports/queue.ts';
import type { Random } from '../ports/random.ts';
import { inParallel } from './inParallel.ts';
import { keepLeases } from './keepLeases.ts';
import { settlementOf } from './pollSettlement.ts';
import type { ClaimedFeed, PollStore } from './pollStore.ts';

export interface PollDeps {
  readonly store: PollStore;
  readonly feeds: FeedSource;
  readonly holds: HostHolds;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
  readonly limits: PollLimits;
}

const feedsAtOnce = 8;

/**
 * Polls every feed whose time has come, several at a time, each claimed singly: a slow one keeps no other waiting. What is
 * new is saved with the feed's state, and matching is woken.
 */
export async function pollDueFeeds(deps: PollDeps, signal: AbortSignal): Promise<void> {
  await inParallel(feedsAtOnce, () => pollOneByOne(deps, signal));
}

async function pollOneByOne(deps: PollDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [claimed] = await deps.store.claimDueFeeds(deps.clock.now(), 1);
    if (claimed === undefined) return;
    const leases = keepLeases(deps.store, [claimed.lease]);
    try {
      await pollFeed(deps, claimed, signal);
    } finally {
      leases.stop();
    }
  }
}

async function pollFeed(deps: PollDeps, { lease, feed }: ClaimedFeed, signal: AbortSignal): Promise<void> {
  const { hostname } = new URL(feed.url);
  const heldUntil = await deps.holds.heldUntil(hostname, deps.clock.now());
  if (heldUntil !== null) {
    const message = `${hostname} asked to be left alone until ${heldUntil.toISOString()}`;
    await deps.store.settlePoll(lease, { kind: 'held', message, nextPollAt: heldUntil }, deps.clock.now());
    return;
  }
  const outcome = await deps.feeds.fetch(feed, signal);
  if (signal.aborted) return deps.store.release([lease]);
  const now = deps.clock.now();
  if (outcome.kind === 'held') {
    await deps.holds.hold(outcome.host, secondsAfter(now, outcome.forSeconds), outcome.message);
  }
  const saved = await deps.store.settlePoll(
    lease,
    settlementOf({ feed, outcome, now, limits: deps.limits, fraction: deps.random.fraction() }),
    now,
  );
  report(deps.log, feed, outcome);
  if (saved !== null && saved.created + saved.revised > 0) {
    deps.log.info({ feed: feed.name, ...saved }, 'new articles');
    deps.wake('match');
  }
}

function report(log: StepLog, { url, failures }: Feed, outcome: FetchOutcome): void {
  if (outcome.kind === 'failed' || outcome.kind === 'held') log.warn({ url, failures: failures + 1 }, outcome.message);
}
