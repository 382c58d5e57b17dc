import type { FeedItem } from '../domain/articles/article.ts';
import { audienceOf } from '../domain/articles/audience.ts';
import { contentHash, identityKeys } from '../domain/articles/identity.ts';
import type { Feed } from '../domain/feeds/feed.ts';
import { ownIntervalSeconds, type PollLimits, pollIntervalSeconds, retrySeconds } from '../domain/feeds/nextPoll.ts';
import type { Clock } from '../ports/clock.ts';
import type { FeedSource, FetchOutcome } from '../ports/feedSource.ts';
import type { HostHolds } from '../ports/hostHolds.ts';
import type { StepLog } from '../ports/log.ts';
import type { Step } from '../ports/queue.ts';
import type { Random } from '../ports/random.ts';
import { inParallel } from './inParallel.ts';
import { keepLeases } from './keepLeases.ts';
import type { ClaimedFeed, IncomingArticle, PollSettlement, PollStore } from './pollStore.ts';

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
    await deps.holds.hold(outcome.host, after(now, outcome.forSeconds), outcome.message);
  }
  const saved = await deps.store.settlePoll(lease, settlementOf(deps, feed, outcome, now), now);
  report(deps.log, feed, outcome);
  if (saved !== null && saved.created + saved.revised > 0) {
    deps.log.info({ feed: feed.name, ...saved }, 'new articles');
    deps.wake('match');
  }
}

function report(log: StepLog, { url, failures }: Feed, outcome: FetchOutcome): void {
  if (outcome.kind === 'failed' || outcome.kind === 'held') log.warn({ url, failures: failures + 1 }, outcome.message);
}

const after = (now: Date, seconds: number): Date => new Date(now.getTime() + seconds * 1000);

function settlementOf(deps: PollDeps, feed: Feed, outcome: FetchOutcome, now: Date): PollSettlement {
  const next = { feed, limits: deps.limits, fraction: deps.random.fraction() };
  switch (outcome.kind) {
    case 'document': {
      const { items, etag, lastModified, freshForSeconds } = outcome;
      const dates = items.map(({ publishedAt }) => publishedAt).filter((date) => date !== null);
      const intervalSeconds = ownIntervalSeconds(dates, deps.limits);
      const nextPollAt = after(now, pollIntervalSeconds(next, intervalSeconds, freshForSeconds));
      const articles = items.map((item) => incoming(item, feed, now));
      return { kind: 'document', articles, etag, lastModified, intervalSeconds, nextPollAt };
    }
    case 'unchanged': {
      const intervalSeconds = feed.intervalSeconds ?? deps.limits.maxSeconds;
      return {
        kind: 'unchanged',
        nextPollAt: after(now, pollIntervalSeconds(next, intervalSeconds, outcome.freshForSeconds)),
      };
    }
    case 'held':
      // A Retry-After of 0, or of a time that is over, is no leave to ask without pause.
      return {
        kind: 'held',
        message: outcome.message,
        nextPollAt: after(now, Math.max(outcome.forSeconds, retrySeconds(next))),
      };
    case 'failed':
      if (outcome.reason === 'gone') return { kind: 'ended', message: outcome.message };
      return { kind: 'failed', message: outcome.message, nextPollAt: after(now, retrySeconds(next)) };
  }
}

/** A date in the future is a publisher's slip: the item counts as published when it appeared. */
function incoming(item: FeedItem, feed: Feed, now: Date): IncomingArticle {
  const publishedAt = item.publishedAt !== null && item.publishedAt > now ? now : item.publishedAt;
  return {
    item: { ...item, publishedAt },
    audience: audienceOf({ publishedAt, now, isFirstPoll: feed.firstPolledAt === null }),
    keys: identityKeys(item),
    contentHash: contentHash(item),
  };
}
