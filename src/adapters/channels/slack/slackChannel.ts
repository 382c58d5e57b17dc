import type { Dispatcher } from 'undici';
import { hostOf } from '../../../domain/basics/webUrl.ts';
import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { hostOfTarget, type Posted, postJson, type ResolveReference, resolved, tryAgain } from '../http/post.ts';
import { slackMessage } from './slackMessage.ts';

export interface SlackOptions {
  readonly agent: Dispatcher;
  readonly resolveReference: ResolveReference;
  readonly timeoutMs: number;
  readonly now: () => Date;
}

/** Slack messages through an incoming webhook. */
export function createSlackChannel({ agent, resolveReference, timeoutMs, now }: SlackOptions): Channel {
  return {
    name: 'slack',
    hostOf: ({ target }) => hostOfTarget(target, resolveReference),
    async send({ message, subscription }, signal) {
      const url = resolved(subscription.target, resolveReference);
      if (!url.ok) return tryAgain(url.message);
      if (!URL.canParse(url.value))
        return { kind: 'rejected', answer: `the value of ${subscription.target} is not a URL` };
      const body = JSON.stringify(slackMessage(message, subscription.subscriber.timezone));
      const posted = await postJson(url.value, {}, body, { dispatcher: agent, timeoutMs, signal, now });
      return outcomeOf(posted, hostOf(url.value));
    },
    close: async () => undefined,
  };
}

/** Slack answers in words: `invalid_token`, `no_service`, `channel_is_archived` (docs of incoming webhooks). */
function outcomeOf(posted: Posted, host: string): SendOutcome {
  if (posted.kind === 'refused') return { kind: 'rejected', answer: posted.message };
  if (posted.kind === 'failed') return tryAgain(posted.message);
  const { status, body, retryAfterSeconds } = posted;
  const answer = `${status} ${body}`.trim();
  if (status >= 200 && status < 300) return { kind: 'sent', answer };
  if (status === 429) return tryAgain(answer, retryAfterSeconds ?? 60, host);
  if (status >= 500) return tryAgain(answer, retryAfterSeconds, null);
  return { kind: 'rejected', answer: `${answer} (create a new incoming webhook in Slack and set its URL)` };
}
