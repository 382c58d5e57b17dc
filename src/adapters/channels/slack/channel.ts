import type { Dispatcher } from 'undici';
import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { hostOfTarget, type Posted, postJson, type ResolveReference, resolved } from '../http/post.ts';
import { slackMessage } from './slackMessage.ts';

export interface SlackOptions {
  readonly agent: Dispatcher;
  readonly resolveReference: ResolveReference;
  readonly timeoutMs: number;
}

/** Slack messages through an incoming webhook. */
export function createSlackChannel({ agent, resolveReference, timeoutMs }: SlackOptions): Channel {
  return {
    name: 'slack',
    hostOf: ({ target }) => hostOfTarget(target, resolveReference),
    async send({ message, subscription }, signal) {
      const url = resolved(subscription.target, resolveReference);
      if (!url.ok) return retry(url.message, null, null);
      if (!URL.canParse(url.value))
        return { kind: 'rejected', answer: `what ${subscription.target} stands for is no URL` };
      const body = JSON.stringify(slackMessage(message, subscription.subscriber.timezone));
      const posted = await postJson(url.value, {}, body, { dispatcher: agent, timeoutMs, signal });
      return outcomeOf(posted, new URL(url.value).hostname);
    },
    close: async () => undefined,
  };
}

const retry = (answer: string, afterSeconds: number | null, holdHost: string | null): SendOutcome => ({
  kind: 'retry',
  answer,
  afterSeconds,
  holdHost,
});

/** Slack answers in words: `invalid_token`, `no_service`, `channel_is_archived` (docs of incoming webhooks). */
function outcomeOf(posted: Posted, host: string): SendOutcome {
  if (posted.kind === 'refused') return { kind: 'rejected', answer: posted.message };
  if (posted.kind === 'failed') return retry(posted.message, null, null);
  const { status, body, retryAfterSeconds } = posted;
  const answer = `${status} ${body}`.trim();
  if (status >= 200 && status < 300) return { kind: 'sent', answer };
  if (status === 429) return retry(answer, retryAfterSeconds ?? 60, host);
  if (status >= 500) return retry(answer, retryAfterSeconds, null);
  return { kind: 'rejected', answer: `${answer} (make a new incoming webhook in Slack and set its URL)` };
}
