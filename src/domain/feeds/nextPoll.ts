import { daySeconds, hourMs, hourSeconds, secondsAfter } from '../basics/time.ts';
import type { Feed, PollingHints } from './feed.ts';
import { jittered } from './jitter.ts';
import { firstRhythm, heardRhythm } from './rhythm.ts';
import { outsideSkippedHours } from './skippedHours.ts';
import { firstGap, usualGapAfter } from './usualGap.ts';

export interface PollLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

export interface PollPlanning {
  readonly feed: PolledFeed;
  readonly limits: PollLimits;
  /** Uniform in [0, 1): spreads feeds that started together. */
  readonly fraction: number;
  readonly now: Date;
}

type PolledFeed = Pick<
  Feed,
  | 'everySeconds'
  | 'intervalSeconds'
  | 'itemsPerHour'
  | 'firstPolledAt'
  | 'lastSucceededAt'
  | 'lastNewAt'
  | 'usualGapSeconds'
  | 'outrunAt'
  | 'hints'
  | 'isPushed'
>;

/** What a document, or the saying that there is none, tells of the feed's rhythm. */
export interface Heard {
  /** Items that were new, and all that the document had; 0 of 0 where nothing had changed. */
  readonly created: number;
  readonly items: number;
  /** Dates of the items. */
  readonly publishedAt: readonly Date[];
  readonly hints: PollingHints;
  /** For how long the server calls its response fresh (RFC 9111), seconds. */
  readonly freshForSeconds: number | null;
}

export interface PollPlan {
  readonly nextPollAt: Date;
  /** The feed's own interval, before anyone's asking. */
  readonly intervalSeconds: number;
  readonly itemsPerHour: number | null;
  readonly usualGapSeconds: number | null;
  /** Everything in the document was new: what came and went before it was never seen. */
  readonly isOutrun: boolean;
}

/** A page that is shorter says nothing when all of it is new. */
const leastFullPage = 5;
/** At most so many times the interval before: what was too slow once is not forgotten at the next quiet poll. */
const growth = 1.5;
/** So often within the time in which a feed's page is replaced. */
const pollsAPage = 3;
/** For so long a feed that was outrun is polled by its own rhythm, whatever its document asks. */
const outrunSeconds = 7 * daySeconds;

/** When a feed that responded is polled next. A fixed interval is kept to the second, skipped hours or not. */
export function planPoll(planning: PollPlanning, heard: Heard): PollPlan {
  const { feed, limits, fraction, now } = planning;
  const isFirst = feed.lastSucceededAt === null;
  const itemsPerHour = rhythmAfter(planning, heard);
  const isOutrun = !isFirst && heard.items >= leastFullPage && heard.created === heard.items;
  const intervalSeconds = clamp(Math.min(ownSeconds(itemsPerHour, limits), ...boundsOf(planning, heard)), limits);
  const usualGapSeconds = isFirst ? firstGap(itemsPerHour) : usualGapAfter(feed, heard.created, now);
  const plan = { intervalSeconds, itemsPerHour, usualGapSeconds, isOutrun };
  if (feed.everySeconds !== null) return { ...plan, nextPollAt: secondsAfter(now, feed.everySeconds) };
  const wasOutrun = isOutrun || (feed.outrunAt !== null && secondsAfter(feed.outrunAt, outrunSeconds) > now);
  const requestedWait = Math.max(
    heard.freshForSeconds ?? 0,
    wasOutrun ? 0 : (heard.hints.requestedSeconds ?? 0),
    pushedSeconds(planning),
  );
  const seconds = jittered(Math.max(intervalSeconds, Math.min(requestedWait, limits.maxSeconds)), fraction);
  return { ...plan, nextPollAt: outsideSkippedHours(secondsAfter(now, seconds), heard.hints, fraction) };
}

/** A hub tells what is new; polling goes on, as seldom as it may, for what a hub loses. */
const pushedSeconds = ({ feed, limits }: PollPlanning): number => (feed.isPushed ? limits.maxSeconds : 0);

/** So often in the mean time between two new items: what it costs and gains is in docs/benchmarks.md. */
const pollsAnItem = 4;

/** By the rhythm; half the longest interval where it is not known. */
const ownSeconds = (itemsPerHour: number | null, { maxSeconds }: PollLimits): number =>
  itemsPerHour === null ? maxSeconds / 2 : hourSeconds / itemsPerHour / pollsAnItem;

function rhythmAfter({ feed, now }: PollPlanning, { created, publishedAt }: Heard): number | null {
  if (feed.lastSucceededAt === null) return firstRhythm(publishedAt, now);
  // What a hub has told is not new to a poll: when the hub falls silent, the rhythm is still known.
  if (feed.isPushed) return feed.itemsPerHour;
  const hours = hoursBetween(feed.lastSucceededAt, now);
  return heardRhythm(feed.itemsPerHour ?? created / Math.max(hours, 1), created, hours);
}

/** The interval before, grown a little; and a third of the time in which the page is replaced, as it was just seen. */
function boundsOf({ feed, now }: PollPlanning, { created, items }: Heard): readonly number[] {
  if (feed.lastSucceededAt === null) return [];
  const pageSeconds =
    created === 0 ? Infinity : (hoursBetween(feed.lastSucceededAt, now) * hourSeconds * items) / created;
  return [(feed.intervalSeconds ?? Infinity) * growth, pageSeconds / pollsAPage];
}

const clamp = (seconds: number, { minSeconds, maxSeconds }: PollLimits): number =>
  Math.min(Math.max(seconds, minSeconds), maxSeconds);

const hoursBetween = (from: Date, to: Date): number => Math.max(0, to.getTime() - from.getTime()) / hourMs;
