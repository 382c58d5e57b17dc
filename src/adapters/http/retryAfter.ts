import { daySeconds } from '../../domain/basics/time.ts';
import { firstOf, type ResponseHeaders } from './headers.ts';

const longestSeconds = daySeconds;

/**
 * Seconds of a `Retry-After` header, given as seconds or as a date (RFC 9110 §10.2.3). A date counts from the server's own
 * `Date`, so that its clock need not be ours; from `now` where it sends none. Null where it says nothing readable; never
 * negative, never over a day.
 */
export function retryAfterSeconds(headers: ResponseHeaders, now: Date): number | null {
  const value = firstOf(headers, 'retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : secondsUntil(value, headers, now);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestSeconds) : null;
}

function secondsUntil(date: string, headers: ResponseHeaders, now: Date): number {
  const serverTime = Date.parse(firstOf(headers, 'date') ?? '');
  return (Date.parse(date) - (Number.isFinite(serverTime) ? serverTime : now.getTime())) / 1000;
}
