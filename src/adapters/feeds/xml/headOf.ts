import { daySeconds, hourSeconds } from '../../../domain/basics/time.ts';
import type { FeedHeader } from '../../../domain/feeds/feed.ts';
import { absoluteLink } from '../finishItem.ts';
import { shownTitle } from './constructs.ts';
import { type Fields, fieldsNamed, firstRead, firstText, hasRelation } from './xmlFields.ts';

/** What the head of a feed says. The title is null where there is none; an address stands in for it elsewhere. */
export function headOf(fields: Fields, format: FeedHeader['format'], url: string | null): FeedHeader {
  const ttl = Number(firstText(fields, ['ttl']));
  return {
    format,
    title: firstRead(fields, ['title', 'atom:title', 'dc:title'], shownTitle),
    link: siteOf(fields, url),
    lang:
      firstText(fields, ['language', 'dc:language']) ||
      firstRead(fields, ['title', 'atom:title', 'link', 'atom:link'], ({ lang }) => lang),
    ttlMinutes: Number.isInteger(ttl) && ttl > 0 ? ttl : null,
    hub: linkTo(fields, 'hub', url),
    self: linkTo(fields, 'self', url),
    updateSeconds: updateSeconds(fields),
    skipHours: numbers(fieldsNamed(fields, 'skiphours>hour').map(({ text }) => hourOf(text))),
    skipDays: numbers(
      fieldsNamed(fields, 'skipdays>day').map(({ text }) => days.indexOf(text.trim().toLowerCase().slice(0, 3))),
    ),
  };
}

function siteOf(fields: Fields, url: string | null): string | null {
  const plain = fieldsNamed(fields, 'link').find(({ text }) => text.trim() !== '');
  if (plain !== undefined) return absoluteLink(plain, { site: null, url });
  return linkTo(fields, 'alternate', url);
}

function linkTo(fields: Fields, rel: string, url: string | null): string | null {
  const found = [...fieldsNamed(fields, 'atom:link'), ...fieldsNamed(fields, 'link')].find(
    ({ attributes }) => hasRelation(attributes, rel) && attributes.href?.trim(),
  );
  return found === undefined
    ? null
    : absoluteLink({ text: found.attributes.href ?? '', base: found.base }, { site: null, url });
}

const periods: Readonly<Record<string, number>> = {
  hourly: hourSeconds,
  daily: daySeconds,
  weekly: 604_800,
  monthly: 2_629_746,
  yearly: 31_556_952,
};

/** The syndication module: so many times a period, by default once a day. */
function updateSeconds(fields: Fields): number | null {
  const period = firstText(fields, ['sy:updateperiod']).toLowerCase();
  const frequency = firstText(fields, ['sy:updatefrequency']);
  const seconds = periods[period || 'daily'];
  const times = Number(frequency || 1);
  if ((period === '' && frequency === '') || seconds === undefined || !(times > 0)) return null;
  return Math.round(seconds / times);
}

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** RSS 0.91 counts hours from 1 to 24, 2.0 from 0 to 23: 24 is midnight. */
function hourOf(text: string): number {
  const hour = /^\s*(\d{1,2})/.exec(text)?.[1];
  return hour === undefined || Number(hour) > 24 ? -1 : Number(hour) % 24;
}

const numbers = (found: readonly number[]): readonly number[] =>
  [...new Set(found.filter((each) => each >= 0))].sort((a, b) => a - b);
