import { dayMs, secondsAfter } from '../basics/time.ts';
import { type FeedPause, isFeedPaused } from './feedPause.ts';
import type { SkippedHours } from './skippedHours.ts';

/** A feed as far as it decides when it is polled next. */
export interface PlannedFeed extends SkippedHours {
  readonly nextPollAt: Date;
  readonly lastPolledAt: Date | null;
  readonly everySeconds: number | null;
  readonly intervalSeconds: number | null;
  readonly itemsPerHour: number | null;
  readonly requestedSeconds: number | null;
  readonly outrunAt: Date | null;
  readonly isPushed: boolean;
  readonly failures: number;
  readonly lastFailure: string | null;
  readonly isEnded: boolean;
  readonly isQuarantined: boolean;
  readonly pause: FeedPause | null;
  /** Until when its address or host asked to be left alone; null: it did not. */
  readonly heldUntil: Date | null;
}

/** Why a feed is polled next when it is. */
export type NextPollReason =
  | { readonly kind: 'ended' | 'quarantined' | 'first' | 'due' }
  | { readonly kind: 'paused'; readonly pause: FeedPause }
  | { readonly kind: 'held'; readonly until: Date }
  | { readonly kind: 'failing'; readonly failures: number }
  | { readonly kind: 'fixed'; readonly everySeconds: number }
  | { readonly kind: 'pushed' }
  /** The feed asks for hours, or days, without polls. */
  | { readonly kind: 'skipped hours' }
  /** It would be polled sooner by itself; its document or its server asks for longer. */
  | { readonly kind: 'requested'; readonly by: 'document' | 'server'; readonly ownSeconds: number }
  | { readonly kind: 'outrun'; readonly intervalSeconds: number }
  | { readonly kind: 'rhythm'; readonly intervalSeconds: number; readonly itemsPerHour: number | null };

/** Polls are spread by a tenth; a minute is for the time that a poll takes. */
const isLonger = (waited: number, seconds: number): boolean => waited > seconds * 1.1 + 60;

/** Reads from a feed's state what decided: what forbids a poll, then what delays it, then its own interval. */
export function nextPollReason(feed: PlannedFeed, now: Date): NextPollReason {
  const { pause, heldUntil, failures, everySeconds, nextPollAt, lastPolledAt } = feed;
  if (feed.isEnded) return { kind: 'ended' };
  if (feed.isQuarantined) return { kind: 'quarantined' };
  if (isFeedPaused(pause, now)) return { kind: 'paused', pause };
  if (heldUntil !== null && heldUntil > now) return { kind: 'held', until: heldUntil };
  if (lastPolledAt === null) return { kind: 'first' };
  if (nextPollAt <= now) return { kind: 'due' };
  if (failures > 0) return { kind: 'failing', failures };
  if (everySeconds !== null) return { kind: 'fixed', everySeconds };
  if (feed.isPushed) return { kind: 'pushed' };
  return ofRhythm(feed, (nextPollAt.getTime() - lastPolledAt.getTime()) / 1000, now);
}

function ofRhythm(feed: PlannedFeed, waited: number, now: Date): NextPollReason {
  const { intervalSeconds, itemsPerHour, requestedSeconds, outrunAt } = feed;
  const own = intervalSeconds ?? waited;
  if (isLonger(waited, Math.max(own, requestedSeconds ?? 0)) && skipsBefore(feed)) return { kind: 'skipped hours' };
  if (isLonger(waited, own)) {
    const by = requestedSeconds !== null && !isLonger(waited, requestedSeconds) ? 'document' : 'server';
    return { kind: 'requested', by, ownSeconds: own };
  }
  const isOutrun = outrunAt !== null && now.getTime() - outrunAt.getTime() < 7 * dayMs;
  return isOutrun ? { kind: 'outrun', intervalSeconds: own } : { kind: 'rhythm', intervalSeconds: own, itemsPerHour };
}

/** Whether the hour before the next poll is one that the feed asks to skip. */
function skipsBefore({ nextPollAt, skipHours, skipDays }: PlannedFeed): boolean {
  const before = secondsAfter(nextPollAt, -3600);
  return skipDays.includes(before.getUTCDay()) || skipHours.includes(before.getUTCHours());
}
