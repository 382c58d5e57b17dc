import { dayMs, hourMs } from '../../basics/time.ts';
import { shownUrl } from '../../basics/webUrl.ts';
import { counted, instantWords, itemsWords, spanWords } from '../../basics/wording.ts';
import { isFeedPaused, pauseWords } from '../feedPause.ts';
import { expectedOver } from './norm.ts';
import type { ObservedFeed } from './observedFeed.ts';
import { isKnown, silenceOf } from './silence.ts';
import type { Trouble } from './states.ts';

/** Whether a trouble begins, and, once begun, goes on: what ends it is further off than what begins it. */
export interface Judgement {
  readonly state: Trouble;
  readonly begins: boolean;
  readonly goesOn: boolean;
  readonly says: string;
  readonly advice: string;
}

/** Every trouble that the feed has or may have; what is not named here is over. Of a paused one nothing else is judged. */
export function judgeFeed(feed: ObservedFeed, now: Date): readonly Judgement[] {
  const judges = isFeedPaused(feed.pause, now) ? whilePaused : whilePolled;
  return judges.flatMap((judge) => judge(feed, now) ?? []);
}

/** What needs no round to be found: a feed ended, is quarantined or paused, or has never answered. */
export function judgedAtOnce(feed: AskedFeed & Pick<ObservedFeed, 'pause'>, now: Date): readonly Judgement[] {
  const judged = [ended(feed), quarantined(feed), paused(feed, now)].filter((each) => each !== null);
  const unanswered = judged.length === 0 && hasNeverAnswered(feed) ? failing(feed, now) : null;
  return unanswered === null ? judged : [unanswered];
}

const certain = { begins: true, goesOn: true };
const newAddress =
  'find its new address on the publisher’s site and enter it on the feed’s page in the console, or in the feeds file';

const ended = ({ endedAt, lastError }: AskedFeed): Judgement | null =>
  endedAt === null
    ? null
    : {
        ...{ state: 'ended', ...certain },
        says: `the publisher took it down for good on ${instantWords(endedAt)}: ${lastError ?? '410 Gone'}`,
        advice: `${newAddress}, or remove the feed`,
      };

const quarantined = ({ quarantinedAt }: AskedFeed): Judgement | null =>
  quarantinedAt === null
    ? null
    : {
        ...{ state: 'quarantined', ...certain },
        says: `it is no longer polled: a process died five times while handling it, most recently on ${instantWords(quarantinedAt)}`,
        advice: 'find the cause in the log and fix it, then run `tocsin release feeds` to have it polled again',
      };

const paused = ({ pause }: Pick<ObservedFeed, 'pause'>, now: Date): Judgement | null =>
  isFeedPaused(pause, now)
    ? { ...{ state: 'paused', ...certain }, says: pauseWords(pause), advice: 'resume it on its page in the console' }
    : null;

const fewFailures = 3;
const leastFailingMs = hourMs / 2;
const longWithoutMs = 6 * hourMs;

type AskedFeed = Pick<ObservedFeed, 'failures' | 'lastError' | 'lastSucceededAt' | 'endedAt' | 'quarantinedAt'>;

/** It was asked, and has never responded with anything useful: that is no feed of which little is known. */
const hasNeverAnswered = ({ lastError, lastSucceededAt }: Pick<AskedFeed, 'lastError' | 'lastSucceededAt'>) =>
  lastError !== null && lastSucceededAt === null;

/**
 * Three failures within a moment, of a feed that is polled each minute, are a publisher's restart; one after hours in which
 * we were off ourselves is none of the feed's. What never answered fails from the first.
 */
function failing(feed: AskedFeed, now: Date): Judgement | null {
  const { failures, lastError, lastSucceededAt, endedAt, quarantinedAt } = feed;
  if (lastError === null || endedAt !== null || quarantinedAt !== null) return null;
  const withoutMs = lastSucceededAt === null ? null : now.getTime() - lastSucceededAt.getTime();
  const isMany = failures >= fewFailures && (withoutMs ?? 0) >= leastFailingMs;
  const isKeptAway = failures === 0 && (withoutMs ?? 0) >= longWithoutMs;
  const since =
    lastSucceededAt === null
      ? 'no poll has succeeded yet'
      : `no successful poll since ${instantWords(lastSucceededAt)}`;
  return {
    ...{ state: 'failing', begins: isMany || isKeptAway || hasNeverAnswered(feed), goesOn: true },
    says: `${since}${failures > 0 ? `, ${counted(failures, 'failure')} in a row` : ''}: ${lastError}`,
    advice: `Tocsin keeps trying, and \`tocsin doctor --feeds\` tries it now; if it keeps failing, ${newAddress}`,
  };
}

function silent(feed: ObservedFeed): Judgement | null {
  const silence = silenceOf(feed);
  if (silence === null || feed.endedAt !== null || !silence.isSilent) return null;
  const { since, hours, expected } = silence;
  const never = feed.lastNewAt === null;
  const usual =
    expected === null ? 'its usual rhythm is not known yet' : `it usually brings ${itemsWords(expected)} in that time`;
  return {
    ...{ state: 'silent', ...certain },
    says: never
      ? `it responds, but has brought nothing new since its first poll ${spanWords(hours * hourMs)} ago`
      : `it responds, but has brought nothing new since ${instantWords(since)} (${spanWords(hours * hourMs)}); ${usual}`,
    advice: `check the publisher’s site: if it has news that the feed lacks, the feed has been abandoned: ${newAddress}`,
  };
}

const outrunBeginsMs = hourMs;
const outrunGoesOnMs = dayMs;

/** Once may be a batch; what matters is whether it is so still, now that the interval was shortened. */
function polledTooSlowly({ outrunAt, intervalSeconds }: ObservedFeed, now: Date): Judgement | null {
  if (outrunAt === null || now.getTime() - outrunAt.getTime() > outrunGoesOnMs) return null;
  const every = intervalSeconds === null ? '' : `; it is now polled every ${spanWords(intervalSeconds * 1000)}`;
  return {
    state: 'polled too slowly',
    begins: now.getTime() - outrunAt.getTime() <= outrunBeginsMs,
    goesOn: true,
    says: `everything in it was new on ${instantWords(outrunAt)}, so items may have come and gone between two polls${every}`,
    advice: 'if this continues, lower POLL_MIN_SECONDS or give the feed a shorter `every`',
  };
}

const redirected = ({ redirectedTo, endedAt }: ObservedFeed): Judgement | null =>
  redirectedTo === null || endedAt !== null
    ? null
    : {
        ...{ state: 'redirected', ...certain },
        says: `its address redirects permanently to ${shownUrl(redirectedTo)}`,
        advice:
          'take the new address over on the feed’s page in the console, or in the feeds file, before the old one stops working',
      };

const floodBegins = { items: 50, timesExpected: 5, timesBusiest: 2 };
const floodGoesOn = { items: 30, timesExpected: 3 };

function flooding({ norm, newInDay }: ObservedFeed, now: Date): Judgement | null {
  if (!isKnown(norm) || newInDay < floodGoesOn.items) return null;
  const expected = expectedOver(norm, now.getTime() - dayMs, now.getTime());
  const begins =
    newInDay >= floodBegins.items &&
    newInDay >= floodBegins.timesExpected * expected &&
    newInDay >= floodBegins.timesBusiest * norm.busiestDay;
  return {
    ...{ state: 'flooding', begins, goesOn: newInDay >= floodGoesOn.timesExpected * expected },
    says: `${counted(newInDay, 'new item')} in 24 hours; it usually brings ${itemsWords(expected)}`,
    advice:
      'check what it brings: the publisher may be republishing its archive, or the address may now lead to a larger feed',
  };
}

const duplicatesBegin = 10;

/** One of its own now and then makes it worth having; one alone may be a slip of the comparison. */
function allDuplicates({ own, borrowed }: ObservedFeed): Judgement | null {
  if (borrowed < duplicatesBegin) return null;
  return {
    ...{ state: 'all duplicates', begins: own === 0, goesOn: own < Math.max(2, 0.05 * borrowed) },
    says: `${own === 0 ? 'all' : `${borrowed} of`} ${own + borrowed} items of the last seven days were already known from other feeds`,
    advice: 'it adds nothing at present: keep it as a backup or remove it',
  };
}

type Judge = (feed: ObservedFeed, now: Date) => Judgement | null;
const whilePaused: readonly Judge[] = [ended, quarantined, paused];
const whilePolled: readonly Judge[] = [
  ended,
  quarantined,
  failing,
  silent,
  polledTooSlowly,
  redirected,
  flooding,
  allDuplicates,
];
