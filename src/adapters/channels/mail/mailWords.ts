import type { FromPage } from '../../../domain/articles/article.ts';
import { isCalendarDate } from '../../../domain/basics/calendarDate.ts';
import type { EntryReason } from '../../../domain/digests/entry.ts';
import type { Message } from '../../../domain/digests/message.ts';
import { lineOf } from './hostileText.ts';

const timeFormat: Intl.DateTimeFormatOptions = {
  ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
};

/** By time zone: making one takes longer than the rest of a mail. */
const timeFormats = new Map<string, Intl.DateTimeFormat>();

/** `Thursday, 6 January 2022, 14:30 GMT+6`: the reader's wall clock, and which it is. */
export function timeIn(iso: string, timezone: string): string {
  const format = timeFormats.get(timezone) ?? new Intl.DateTimeFormat('en-GB', { ...timeFormat, timeZone: timezone });
  timeFormats.set(timezone, format);
  return format.format(new Date(iso));
}

/** `Thursday 6 Jan`: a calendar date as it is, an instant as the day that it falls on where the reader is. */
export function dayIn(asOf: string, timezone: string): string {
  const timeZone = isCalendarDate(asOf) ? 'UTC' : timezone;
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'short' });
  return format.format(new Date(asOf));
}

/** Why several things come together, or late; null where there is nothing to say. */
export function noticeOf(message: Message): string | null {
  if (message.kind === 'alert') return null;
  if (message.gatheredBecause === 'quiet-hours') return 'These came during your quiet hours and were held until now.';
  if (message.gatheredBecause === 'rate-limit')
    return 'You reached your hourly limit of instant messages, so these are gathered into one.';
  if (message.gatheredBecause === 'mute') return 'This story was muted for a while; this is what came meanwhile.';
  if (message.gatheredBecause === 'cooldown')
    return 'These came during the rule’s cooldown for a story and were held until it ended.';
  const missed = message.missedPeriods;
  if (missed === 0) return null;
  return `The service was down. This digest also covers ${missed} earlier ${missed === 1 ? 'one' : 'ones'} that you did not get.`;
}

/** Said behind a quote that the feed does not have. */
export const originWords = ({ textFrom }: FromPage): string =>
  textFrom === 'page' ? ' (from the article’s page)' : '';

/** The rule by its name, its id where that says more, and the revision that matched. */
export function reasonOf({ ruleId, ruleName, ruleRevision }: EntryReason): string {
  const name = ruleName === ruleId ? ruleId : `${lineOf(ruleName)} (${ruleId})`;
  return `${name}, revision ${ruleRevision}`;
}
