import type { FeedItem } from '../domain/articles/article.ts';
import { audienceOf } from '../domain/articles/audience.ts';
import { contentHash, identityKeys } from '../domain/articles/identity.ts';
import type { Feed } from '../domain/feeds/feed.ts';
import { type NextPoll, ownIntervalSeconds, pollIntervalSeconds, retrySeconds } from '../domain/feeds/nextPoll.ts';
import { secondsAfter } from '../domain/secondsAfter.ts';
import type { FetchOutcome } from '../ports/feedSource.ts';
import type { IncomingArticle, PollSettlement } from './pollStore.ts';

export interface Polled extends NextPoll {
  readonly feed: Feed;
  readonly outcome: FetchOutcome;
  readonly now: Date;
}

/** What is to be saved of a poll: the articles of a new document, the feed's state, and when it is polled next. */
export function settlementOf(polled: Polled): PollSettlement {
  const { feed, outcome, now, limits } = polled;
  switch (outcome.kind) {
    case 'document': {
      const { items, etag, lastModified, freshForSeconds } = outcome;
      const dates = items.map(({ publishedAt }) => publishedAt).filter((date) => date !== null);
      const intervalSeconds = ownIntervalSeconds(dates, limits);
      const nextPollAt = secondsAfter(now, pollIntervalSeconds(polled, intervalSeconds, freshForSeconds));
      const articles = items.map((item) => incoming(item, feed, now));
      return { kind: 'document', articles, etag, lastModified, intervalSeconds, nextPollAt };
    }
    case 'unchanged': {
      const intervalSeconds = feed.intervalSeconds ?? limits.maxSeconds;
      return {
        kind: 'unchanged',
        nextPollAt: secondsAfter(now, pollIntervalSeconds(polled, intervalSeconds, outcome.freshForSeconds)),
      };
    }
    case 'held':
      // A Retry-After of 0, or of a time that is over, is no leave to ask without pause.
      return {
        kind: 'held',
        message: outcome.message,
        nextPollAt: secondsAfter(now, Math.max(outcome.forSeconds, retrySeconds(polled))),
      };
    case 'failed':
      if (outcome.reason === 'gone') return { kind: 'ended', message: outcome.message };
      return { kind: 'failed', message: outcome.message, nextPollAt: secondsAfter(now, retrySeconds(polled)) };
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
