import { Webhook } from 'standardwebhooks';
import type { Dispatcher } from 'undici';
import { hostOf } from '../../../domain/basics/webUrl.ts';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { hostOfTarget, type Posted, postJson, type ResolveReference, resolved, tryAgain } from '../http/post.ts';
import { webhookPayload } from './webhookPayload.ts';

export interface WebhookOptions {
  readonly agent: Dispatcher;
  readonly resolveReference: ResolveReference;
  readonly timeoutMs: number;
  /** The signature's timestamp, of which receivers refuse old ones. */
  readonly now: () => Date;
}

/** Signed webhooks (standardwebhooks.com): the id stays over all attempts, so that a receiver can drop a repeat. */
export function createWebhookChannel({ agent, resolveReference, timeoutMs, now }: WebhookOptions): Channel {
  return {
    name: 'webhook',
    hostOf: ({ target }) => hostOfTarget(target, resolveReference),
    async send({ message, subscription }, signal) {
      const url = resolved(subscription.target, resolveReference);
      const secret = secretOf(subscription, resolveReference);
      if (!url.ok) return tryAgain(url.message);
      if (!secret.ok) return tryAgain(secret.message);
      if (!URL.canParse(url.value))
        return { kind: 'rejected', answer: `the value of ${subscription.target} is not a URL` };
      const body = JSON.stringify(webhookPayload(message));
      const headers = signatureHeaders(message.id, body, secret.value, now());
      const posted = await postJson(url.value, headers, body, { dispatcher: agent, timeoutMs, signal, now });
      return outcomeOf(posted, hostOf(url.value));
    },
    close: async () => undefined,
  };
}

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
function outcomeOf(posted: Posted, host: string): SendOutcome {
  if (posted.kind === 'refused') return { kind: 'rejected', answer: posted.message };
  if (posted.kind === 'failed') return tryAgain(posted.message);
  const { status, body, retryAfterSeconds } = posted;
  const answer = `${status} ${body}`.trim();
  if (status >= 200 && status < 300) return { kind: 'sent', answer };
  if (status === 410)
    return {
      kind: 'rejected',
      answer: `${answer} (the receiver is gone for good; remove the subscription or change its target)`,
    };
  if (status === 429 || status === 503) return tryAgain(answer, retryAfterSeconds ?? 60, host);
  return tryAgain(answer, retryAfterSeconds);
}
