import type { SendOutcome } from '../../../ports/channel.ts';
import { tryAgain } from '../http/post.ts';
import { type ChannelResponse, holdTarget, refusedByTarget } from '../http/postingChannel.ts';

/** Asks for less (Standard Webhooks, "Deliverability and reliability"): a rate limit, or a proxy whose receiver is not up to it. */
const throttling = new Set([429, 502, 503, 504]);

/** Passes by itself: the request took too long, or came too early (RFC 8470). */
const passing = new Set([408, 425]);

const advices: Readonly<Record<number, string>> = {
  401: 'the receiver wants other credentials; check its URL and the secret',
  403: 'the receiver wants other credentials; check its URL and the secret',
  404: 'nobody receives at this URL; check it',
  405: 'this URL takes no POST; check it',
  410: 'the receiver is gone for good; remove the subscription or change its target',
};

const redirected = 'the receiver has another URL now, and redirects are not followed; change the target';
const other = 'the receiver refuses what Tocsin sends; check it';

/**
 * What a response that is no success means. 410 ends it at once; a refusal that is not about the message is of the
 * target, whatever is sent there.
 */
export function webhookOutcome(received: ChannelResponse): SendOutcome {
  const { status, response, retryAfterSeconds } = received;
  if (throttling.has(status)) return holdTarget(received);
  if (status >= 500 || passing.has(status)) return tryAgain(response, retryAfterSeconds);
  if (status === 413) return { kind: 'rejected', response, concerns: 'message' };
  return refusedByTarget(received, status < 400 ? redirected : (advices[status] ?? other));
}
