import type { FeedItem } from '../../domain/articles/article.ts';
import { namedByList } from '../../domain/articles/namedByList.ts';
import { secondsAfter } from '../../domain/basics/time.ts';
import type { FeedHeader } from '../../domain/feeds/feed.ts';
import { isFeedPaused } from '../../domain/feeds/feedPause.ts';
import { afterDenialSeconds, leaseSecondsOf, renewalSeconds } from '../../domain/feeds/hubOffer.ts';
import { isSignedBy } from '../../domain/feeds/hubSignature.ts';
import { createPushBudget } from '../../domain/feeds/pushBudget.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { Step } from '../../ports/queue.ts';
import type { Random } from '../../ports/random.ts';
import { incoming } from '../poll/pollSettlement.ts';
import type { HubCallbackStore, PushedFeed } from './hubCallbackStore.ts';

/** What a hub says of a subscription, in the query of a GET (WebSub §5.2, §5.3). */
export interface HubNotice {
  readonly mode: string | null;
  readonly topic: string | null;
  readonly challenge: string | null;
  readonly leaseSeconds: string | null;
  readonly reason: string | null;
}

/** What a hub sends (WebSub §7). */
export interface HubPush {
  /** Called only where somebody waits for it. */
  readonly read: () => Promise<Uint8Array>;
  readonly contentType: string | null;
  readonly signature: string | null;
}

type ReadDocument = (
  bytes: Uint8Array,
  source: { readonly url: string; readonly contentType: string | null },
  signal: AbortSignal,
) => Promise<
  | { readonly kind: 'feed'; readonly header: FeedHeader; readonly items: readonly FeedItem[] }
  | { readonly kind: 'failed'; readonly message: string }
>;

export interface HubCallbackDeps {
  readonly store: HubCallbackStore;
  readonly parse: ReadDocument;
  readonly clock: Clock;
  readonly random: Random;
  readonly wake: (step: Step) => void;
  readonly log: StepLog;
}

export interface HubCallbacks {
  /** What to answer: the challenge, or nothing, to what we asked for; null to what we did not. */
  notice(token: string, notice: HubNotice): Promise<string | null>;
  /** Once taken, what was pushed is saved, or was ignored for want of our signature. Unknown: nobody waits for it. */
  push(token: string, push: HubPush): Promise<'taken' | 'unknown' | 'too many'>;
}

/** What hubs call. */
export function createHubCallbacks(deps: HubCallbackDeps): HubCallbacks {
  const budget = createPushBudget();
  return {
    notice: (token, notice) => takeNotice(deps, token, notice),
    async push(token, push) {
      const feed = await deps.store.pushedFeed(token);
      if (feed === null) return 'unknown';
      // The first poll after a pause finds what is left of it.
      if (isFeedPaused(feed.pause, deps.clock.now())) return 'taken';
      if (!budget.take(feed.subscriptionId, deps.clock.now())) return 'too many';
      await takePush(deps, feed, push);
      return 'taken';
    },
  };
}

async function takeNotice(deps: HubCallbackDeps, token: string, notice: HubNotice): Promise<string | null> {
  const { mode, topic, challenge, reason } = notice;
  const { store, clock, random } = deps;
  const now = clock.now();
  if (topic === null) return null;
  if (mode === 'denied') {
    const retryAt = secondsAfter(now, afterDenialSeconds * (1 + 0.1 * random.fraction()));
    return (await store.deny(token, topic, { reason: reason ?? 'it gave no reason', retryAt })) ? '' : null;
  }
  if (challenge === null) return null;
  if (mode === 'unsubscribe') return (await store.confirmEnd(token, topic)) ? challenge : null;
  if (mode !== 'subscribe') return null;
  const seconds = leaseSecondsOf(notice.leaseSeconds);
  const lease = {
    endsAt: secondsAfter(now, seconds),
    renewAt: secondsAfter(now, renewalSeconds(seconds, random.fraction())),
  };
  return (await store.confirm(token, topic, lease)) ? challenge : null;
}

async function takePush(deps: HubCallbackDeps, feed: PushedFeed, push: HubPush): Promise<void> {
  const { store, parse, clock, log } = deps;
  const { contentType, signature } = push;
  const bytes = await push.read();
  if (!isSignedBy(feed.secret, signature, bytes)) {
    // WebSub §7.1.1: it is answered as if all were well, so that nobody can try signatures out.
    return log.warn({ feed: feed.name }, 'ignored a push that is not signed with our secret');
  }
  const document = await parse(bytes, { url: feed.url, contentType }, new AbortController().signal);
  if (document.kind === 'failed') {
    // Some hubs only say that there is something new.
    log.info({ feed: feed.name }, `a push was not a feed (${document.message}); polling the feed now`);
    return store.pollSoon(feed.feedId, clock.now());
  }
  const now = clock.now();
  const saved = await store.savePush(
    feed,
    document.items.map((item) => incoming(namedByList(item, document.header.title, feed), feed, now)),
    now,
  );
  if (saved.created + saved.revised === 0) return;
  log.info({ feed: feed.name, ...saved }, 'new articles were pushed');
  if (feed.fullText === true) deps.wake('read');
  deps.wake('match');
}
