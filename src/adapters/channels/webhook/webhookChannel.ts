import { Webhook } from 'standardwebhooks';
import type { ResolveReference } from '../../../domain/basics/resolveReference.ts';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import type { Channel } from '../../../ports/channel.ts';
import { createPostingChannel, type PostingParts } from '../http/postingChannel.ts';
import { webhookOutcome } from './webhookOutcome.ts';
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
    judge: webhookOutcome,
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
