import { Webhook } from 'standardwebhooks';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { tryAgain } from '../http/post.ts';
import {
  type ChannelResponse,
  createPostingChannel,
  holdTarget,
  type PostingParts,
  type ResolveReference,
} from '../http/postingChannel.ts';
import { webhookPayload } from './webhookPayload.ts';

/**
 * Signed webhooks (standardwebhooks.com): the id stays over all attempts, so that a receiver can drop a repeat. The
 * timestamp is when it was sent, of which receivers refuse old ones.
 */
export const createWebhookChannel = (parts: PostingParts): Channel =>
  createPostingChannel(parts, {
    name: 'webhook',
    compose({ message, subscription }) {
      const secret = secretOf(subscription, parts.resolveReference);
      if (!secret.ok) return secret;
      const body = JSON.stringify(webhookPayload(message));
      return { ok: true, headers: signatureHeaders(message.id, body, secret.value, parts.now()), body };
    },
    judge,
  });

type Secret = { readonly ok: true; readonly value: string | null } | { readonly ok: false; readonly message: string };

const secretOf = ({ secretRef }: Subscription, resolve: ResolveReference): Secret =>
  secretRef === null ? { ok: true, value: null } : resolve(secretRef);

/** A secret is `whsec_` and base64, as the specification has it, or any other text, taken as its bytes. */
function signatureHeaders(id: string, body: string, secret: string | null, at: Date): Record<string, string> {
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1000)) };
  if (secret === null) return headers;
  const key = secret.startsWith('whsec_') ? secret : Buffer.from(secret).toString('base64');
  return { ...headers, 'webhook-signature': new Webhook(key).sign(id, at, body) };
}

/** 410 says that the receiver is gone for good; all other refusals may be mended on its side and are tried again. */
function judge(received: ChannelResponse): SendOutcome {
  const { status, response, retryAfterSeconds } = received;
  if (status === 410) {
    const advice = 'the receiver is gone for good; remove the subscription or change its target';
    return { kind: 'rejected', response: `${response} (${advice})`, concerns: 'target' };
  }
  return status === 429 || status === 503 ? holdTarget(received) : tryAgain(response, retryAfterSeconds);
}
