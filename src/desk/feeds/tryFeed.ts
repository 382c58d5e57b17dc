import type { FeedItem } from '../../domain/articles/article.ts';
import { secondsAfter } from '../../domain/basics/time.ts';
import type { FeedCredentials } from '../../domain/feeds/credentials.ts';
import { type FeedHeader, nothingRemembered } from '../../domain/feeds/feed.ts';
import type { Clock } from '../../ports/clock.ts';
import type { FeedSource } from '../../ports/feedSource.ts';
import type { Holds } from '../../ports/holds.ts';
import { fetchAdvice } from './fetchAdvice.ts';

interface Deps {
  /** The same guard as that of the polls: nothing that is not public is reached. */
  readonly source: FeedSource;
  readonly holds: Pick<Holds, 'hold'>;
  readonly clock: Clock;
  /** Milliseconds of a clock that only goes on. */
  readonly elapsed: () => number;
}

export interface TriedAddress {
  readonly url: string;
  readonly credentials?: FeedCredentials | undefined;
}

export type FeedTrial =
  | {
      readonly kind: 'feed';
      readonly header: FeedHeader;
      readonly items: readonly FeedItem[];
      /** Where permanent redirects lead; null where there are none. */
      readonly permanentUrl: string | null;
      readonly tookMs: number;
    }
  | { readonly kind: 'no feed'; readonly says: string; readonly advice: string; readonly tookMs: number };

const heldAdvice = 'wait until then: Tocsin leaves the host alone for that long, and polls it by itself afterwards';

/** Asks for a feed once, as a poll would, and keeps nothing but what a host asks of us. A body that is no feed is shown nowhere. */
export async function tryFeed(
  { source, holds, clock, elapsed }: Deps,
  { url, credentials }: TriedAddress,
  signal: AbortSignal,
): Promise<FeedTrial> {
  const began = elapsed();
  const request = { url, ...nothingRemembered, credentials: credentials ? { ...credentials, meantFor: url } : null };
  const outcome = await source.fetch(request, signal);
  const tookMs = Math.round(elapsed() - began);
  switch (outcome.kind) {
    case 'document': {
      const { header, items, permanentUrl } = outcome;
      return { kind: 'feed', header, items, permanentUrl, tookMs };
    }
    case 'held':
      if (outcome.isNew && outcome.isGuess !== true) {
        const now = clock.now();
        await holds.hold(outcome, secondsAfter(now, outcome.forSeconds), outcome.message, now);
      }
      return { kind: 'no feed', says: outcome.message, advice: heldAdvice, tookMs };
    case 'unchanged':
      return { kind: 'no feed', says: 'it says that nothing has changed', advice: fetchAdvice.empty, tookMs };
    case 'failed':
      return { kind: 'no feed', says: outcome.message, advice: fetchAdvice[outcome.reason], tookMs };
  }
}
