import type { FeedItem } from '../domain/articles/article.ts';
import { audienceOf } from '../domain/articles/audience.ts';
import { contentHash, identityKeys } from '../domain/articles/identity.ts';
import type { Feed, FeedHeader } from '../domain/feeds/feed.ts';
import { type FeedAsks, type PollPlanning, planPoll, retrySeconds } from '../domain/feeds/nextPoll.ts';
import { secondsAfter } from '../domain/secondsAfter.ts';
import type { FetchOutcome } from '../ports/feedSource.ts';
import { patienceWith } from './patience.ts';
import type { IncomingArticle, PollSettlement } from './pollStore.ts';

export interface Polled extends PollPlanning {
  readonly feed: Feed;
  readonly outcome: FetchOutcome;
}

/** What is to be saved of a poll: the articles of a new document, the feed's state, and when it is polled next. */
export function settlementOf(polled: Polled): PollSettlement {
  const { outcome, now, limits } = polled;
  switch (outcome.kind) {
    case 'document':
      return documentSettlement(polled, outcome);
    case 'unchanged': {
      const { freshForSeconds } = outcome;
      const heard = { created: 0, items: 0, publishedAt: [], asks: polled.feed.asks, freshForSeconds };
      return { kind: 'unchanged', plan: planPoll(polled, heard) };
    }
    case 'held': {
      // A Retry-After of 0, or of a time that is over, is no leave to ask without pause.
      const leastSeconds = retrySeconds(polled, patienceWith('http-status', limits));
      const nextPollAt = secondsAfter(now, Math.max(outcome.forSeconds, leastSeconds));
      return { kind: 'held', message: outcome.message, nextPollAt };
    }
    case 'failed': {
      if (outcome.reason === 'gone') return { kind: 'ended', message: outcome.message };
      const nextPollAt = secondsAfter(now, retrySeconds(polled, patienceWith(outcome.reason, limits)));
      return { kind: 'failed', message: outcome.message, nextPollAt };
    }
  }
}

type Document = Extract<FetchOutcome, { kind: 'document' }>;

function documentSettlement(polled: Polled, outcome: Document): PollSettlement {
  const { items, etag, lastModified, header, freshForSeconds } = outcome;
  const publishedAt = items.map((item) => item.publishedAt).filter((date) => date !== null);
  const asks = asksOf(header);
  return {
    kind: 'document',
    articles: items.map((item) => incoming(item, polled.feed, polled.now)),
    ...{ etag, lastModified, asks },
    plan: ({ created }) => planPoll(polled, { created, items: items.length, publishedAt, asks, freshForSeconds }),
  };
}

function asksOf({ ttlMinutes, updateSeconds, skipHours, skipDays }: FeedHeader): FeedAsks {
  const askedSeconds = Math.max((ttlMinutes ?? 0) * 60, updateSeconds ?? 0);
  return { askedSeconds: askedSeconds || null, skipHours, skipDays };
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
