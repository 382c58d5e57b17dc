/**
 * Seconds of a `Retry-After` header, given as seconds or as a date (RFC 9110 §10.2.3). Null where it says nothing
 * readable; never negative, never over a day.
 */
export function retryAfterSeconds(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const seconds = /^\s*\d{1,9}\s*$/.test(header) ? Number(header) : (Date.parse(header) - now.getTime()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 86_400) : null;
}
