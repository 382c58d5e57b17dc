import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { tryAgain } from '../http/post.ts';
import { type ChannelResponse, createPostingChannel, holdTarget, type PostingParts } from '../http/postingChannel.ts';
import { slackMessage } from './slackMessage.ts';

/** Slack messages through an incoming webhook. */
export const createSlackChannel = (parts: PostingParts): Channel =>
  createPostingChannel(parts, {
    name: 'slack',
    compose: ({ message, subscription }) => ({
      ...{ ok: true, headers: {} },
      body: JSON.stringify(slackMessage(message, subscription.subscriber.timezone)),
    }),
    judge,
  });

/** Slack answers in words: `invalid_token`, `no_service`, `channel_is_archived` (docs of incoming webhooks). */
function judge(received: ChannelResponse): SendOutcome {
  const { status, response, retryAfterSeconds } = received;
  if (status === 429) return holdTarget(received);
  if (status >= 500) return tryAgain(response, retryAfterSeconds);
  return {
    kind: 'rejected',
    response: `${response} (create a new incoming webhook in Slack and set its URL)`,
    concerns: 'target',
  };
}
