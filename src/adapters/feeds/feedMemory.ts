import type { FeedMemory } from '../../domain/feeds/feed.ts';
import type { FeedRequest } from '../../ports/feedSource.ts';
import { firstOf, type ResponseHeaders } from '../http/headers.ts';

/** The headers that make a request for `url` conditional: only where the validators came from that very address. */
export function conditionalHeaders(request: FeedRequest, url: string): Readonly<Record<string, string>> {
  const { etag, lastModified, validatorsFrom } = request;
  if (validatorsFrom !== url) return {};
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** After a 200: what it does not say is known no more. */
export const memoryOfDocument = (headers: ResponseHeaders, url: string, documentHash: string): FeedMemory => ({
  etag: sendable(firstOf(headers, 'etag')),
  lastModified: sendable(firstOf(headers, 'last-modified')),
  validatorsFrom: url,
  documentHash,
});

/** After a 304: what it says replaces what was known (RFC 9111 §4.3.4). */
export const memoryAfterUnchanged = (request: FeedRequest, headers: ResponseHeaders): FeedMemory => ({
  etag: sendable(firstOf(headers, 'etag')) ?? request.etag,
  lastModified: sendable(firstOf(headers, 'last-modified')) ?? request.lastModified,
  validatorsFrom: request.validatorsFrom,
  documentHash: request.documentHash,
});

const longestValidator = 2000;

/** A value that no request may carry back, or so long that servers refuse the request, is none. */
const sendable = (value: string | null): string | null =>
  value !== null && value.length <= longestValidator && /^[\t\x20-\x7e\x80-\xff]+$/.test(value) ? value : null;
