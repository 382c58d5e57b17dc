import { dayMs, hourMs, minuteMs } from '../basics/time.ts';

/** The calendar day of publication, as UTC midnights. */
export interface PublicationDay {
  /** In the zone that the publisher wrote it in, by UTC where it wrote none. */
  readonly day: number;
  /** The last day that may have begun where the outlet is: the same, unless its zone is not known. */
  readonly latest: number;
}

/** No clock is further ahead of UTC (Kiritimati). */
const mostAheadMs = 14 * hourMs;

const written = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)\S*?([+-]\d\d:?\d\d|Z)?$)?/i;

/** Servers convert to UTC whatever their outlet's clock shows, so that a zone of zero says as little as none. */
export function publicationDayOf(publishedISO: string | null): PublicationDay | null {
  const found = written.exec(publishedISO ?? '');
  if (found === null) return null;
  const [, year, month, date, hours, minutes = '0', zone = 'Z'] = found;
  const day = Date.UTC(Number(year), Number(month) - 1, Number(date));
  if (hours === undefined || /[1-9]/.test(zone)) return { day, latest: day };
  const latest = day + Number(hours) * hourMs + Number(minutes) * minuteMs + mostAheadMs;
  return { day, latest: latest - (latest % dayMs) };
}
