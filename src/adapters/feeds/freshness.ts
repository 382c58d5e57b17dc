import { daySeconds } from '../../domain/basics/time.ts';
import { firstOf, listOf, type ResponseHeaders } from '../http/headers.ts';

/** `max-age=31536000, immutable` is said of a picture and copied to the feed. */
const longestSeconds = daySeconds;

/**
 * How long the response may be taken as fresh, seconds: Cache-Control before Expires, less the Age it has already
 * (RFC 9111 §4.2). `s-maxage` is for caches that many share; we are none.
 */
export function freshForSeconds(headers: ResponseHeaders): number | null {
  const directives = listOf(headers, 'cache-control').toLowerCase();
  if (/(?:^|[\s,])no-(?:cache|store)(?=$|[\s,])/.test(directives)) return null;
  const lifetime = maxAge(directives) ?? untilExpiry(headers);
  if (lifetime === null) return null;
  const left = Math.min(lifetime, longestSeconds) - ageOf(headers);
  return left > 0 ? left : null;
}

function maxAge(directives: string): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,12})/.exec(directives)?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** Measured from the server's own Date, so that its clock need not be ours. */
function untilExpiry(headers: ResponseHeaders): number | null {
  const instantOf = (name: string) => Date.parse(firstOf(headers, name) ?? '');
  const seconds = (instantOf('expires') - instantOf('date')) / 1000;
  return Number.isFinite(seconds) ? seconds : null;
}

/** Seconds that a cache on the way has had it. */
function ageOf(headers: ResponseHeaders): number {
  const age = firstOf(headers, 'age')?.trim() ?? '';
  return /^\d{1,9}$/.test(age) ? Number(age) : 0;
}
