type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How long the answer may be taken as fresh, seconds: Cache-Control before Expires (RFC 9111 §4.2.1), or the document's ttl. */
export function freshForSeconds(headers: Headers, ttlMinutes: number | null): number | null {
  const fromServer = maxAge(headers) ?? untilExpiry(headers);
  const fromDocument = ttlMinutes === null ? null : ttlMinutes * 60;
  if (fromServer === null || fromDocument === null) return fromServer ?? fromDocument;
  return Math.max(fromServer, fromDocument);
}

function maxAge(headers: Headers): number | null {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d{1,9})/i.exec(String(headers['cache-control'] ?? ''))?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** Measured from the server's own Date, so that its clock need not be ours. */
function untilExpiry(headers: Headers): number | null {
  const seconds = (Date.parse(String(headers.expires)) - Date.parse(String(headers.date))) / 1000;
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}
