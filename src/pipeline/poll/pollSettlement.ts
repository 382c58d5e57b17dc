import type { FeedItem } from '../../domain/articles/article.ts';
import { audienceOf } from '../../domain/articles/audience.ts';
import { contentHash, identityKeys } from '../../domain/articles/identity.ts';
import { namedByList } from '../../domain/articles/namedByList.ts';
import { pageNeeded } from '../../domain/articles/needsPage.ts';
import { daySeconds, secondsAfter } from '../../domain/basics/time.ts';
import { shownUrl } from '../../domain/basics/webUrl.ts';
import type { Feed, FeedHeader, PollingHints } from '../../domain/feeds/feed.ts';
import { addressAfter } from '../../domain/feeds/feedAddress.ts';
import { goneAgain, isGone } from '../../domain/feeds/gone.ts';
import { hubOfferOf } from '../../domain/feeds/hubOffer.ts';
import { type PollPlanning, planPoll } from '../../domain/feeds/nextPoll.ts';
import { rereadSeconds } from '../../domain/feeds/reread.ts';
import { retrySeconds } from '../../domain/feeds/retry.ts';
import type { FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';
import { patienceWith } from './patience.ts';
import type { IncomingArticle, PollSettlement } from './pollStore.ts';

export interface Polled extends PollPlanning {
  readonly feed: Feed;
  readonly outcome: FetchOutcome;
}

/** What is to be saved of a poll: the articles of a new document, the feed's state, and when it is polled next. */
export function settlementOf(polled: Polled): PollSettlement {
  const { feed, outcome, now } = polled;
  switch (outcome.kind) {
    case 'document':
      return documentSettlement(polled, outcome);
    case 'unchanged': {
      const { memory, permanentUrl, freshForSeconds } = outcome;
      const heard = { created: 0, items: 0, publishedAt: [], hints: feed.hints, freshForSeconds };
      const address = addressAfter(feed, permanentUrl, now);
      return { kind: 'unchanged', memory, address, plan: planPoll(polled, heard) };
    }
    case 'held': {
      const { isNew, message, forSeconds } = outcome;
      const seconds = isNew ? afterHold(polled, forSeconds) : forSeconds;
      return { kind: 'held', isNew, message, nextPollAt: secondsAfter(now, seconds) };
    }
    case 'failed':
      return failureOf(polled, outcome.reason, outcome.message);
  }
}

/**
 * The feed that was told to stay away comes after the others of its host: where it is told so every time, they go on. A
 * Retry-After of 0, or of a time that is over, is no leave to ask without pause.
 */
const afterHold = (polled: Polled, forSeconds: number): number =>
  Math.max(forSeconds + polled.limits.minSeconds, retrySeconds(polled, patienceWith('http-status', polled.limits)));

type Document = Extract<FetchOutcome, { kind: 'document' }>;

function documentSettlement(polled: Polled, outcome: Document): PollSettlement {
  const { feed, now } = polled;
  const { items, memory, permanentUrl, header, freshForSeconds } = outcome;
  const publishedAt = items.map((item) => item.publishedAt).filter((date) => date !== null);
  const hints = hintsOf(header);
  return {
    kind: 'document',
    articles: items.map((item) => incoming(namedByList(item, header.title, feed), feed, now)),
    ...{ memory, hints },
    rereadAt: secondsAfter(now, rereadSeconds(polled.fraction)),
    address: addressAfter(feed, permanentUrl, now),
    // A hub would get what only those with the credentials are to see.
    hub: feed.credentials ? null : hubOfferOf(header, feed.url),
    plan: ({ created }) => planPoll(polled, { created, items: items.length, publishedAt, hints, freshForSeconds }),
  };
}

/** Some write that they never change; and a number has to fit its column. */
const longestRequestedSeconds = 365 * daySeconds;

function hintsOf({ ttlMinutes, updateSeconds, skipHours, skipDays }: FeedHeader): PollingHints {
  const requestedSeconds = Math.min(
    Math.max((ttlMinutes ?? 0) * 60, Math.floor(updateSeconds ?? 0)),
    longestRequestedSeconds,
  );
  return { requestedSeconds: requestedSeconds || null, skipHours, skipDays };
}

/** A fault where a feed redirects to says nothing of the address in the list. */
const endsRedirect: ReadonlySet<FetchFailure> = new Set(['gone', 'not-found', 'dns', 'not-a-feed', 'address-refused']);

/** After so many in a row, whatever they are, the address in the list may know better. */
const failuresToReturn = 10;

function failureOf(polled: Polled, reason: FetchFailure, message: string): PollSettlement {
  const nextPollAt = secondsAfter(polled.now, retrySeconds(polled, patienceWith(reason, polled.limits)));
  const isOver = endsRedirect.has(reason) || polled.feed.failures >= failuresToReturn;
  if (polled.feed.redirectedTo !== null && isOver) {
    return {
      kind: 'returned',
      reason,
      message: `${message}; the next poll goes back to ${shownUrl(polled.feed.url)}`,
      nextPollAt,
    };
  }
  if (reason !== 'gone') return { kind: 'failed', reason, message, nextPollAt };
  const gone = goneAgain(polled.feed, polled.now);
  return isGone(gone, polled.now)
    ? { kind: 'ended', reason, message: `${message}; polling stops` }
    : { kind: 'failed', reason, message: `${message}; Tocsin asks again for a day before it stops`, nextPollAt, gone };
}

/** An alert is not held up by a page for longer. */
const pageWaitSeconds = 120;

/** A date in the future is a publisher's slip: the item counts as published when it appeared. */
export function incoming(item: FeedItem, feed: Pick<Feed, 'firstPolledAt' | 'fullText'>, now: Date): IncomingArticle {
  const publishedAt = item.publishedAt !== null && item.publishedAt > now ? now : item.publishedAt;
  const audience = audienceOf({ publishedAt, now, isFirstPoll: feed.firstPolledAt === null });
  // What nobody is notified of is not worth a request to its publisher.
  const host = feed.fullText && audience !== 'nobody' ? pageNeeded(item) : null;
  return {
    ...{ item: { ...item, publishedAt }, audience },
    page: host === null ? null : { host, readUntil: secondsAfter(now, pageWaitSeconds) },
    keys: identityKeys(item),
    contentHash: contentHash(item),
  };
}
