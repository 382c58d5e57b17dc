import type { Channel } from '../../../ports/channel.ts';
import { createPostingChannel, type PostingParts } from '../http/postingChannel.ts';
import { slackMessage } from './slackMessage.ts';
import { slackOutcome } from './slackOutcome.ts';

/** Slack messages through an incoming webhook. */
export const createSlackChannel = (parts: PostingParts): Channel =>
  createPostingChannel(parts, {
    name: 'slack',
    compose: ({ message, subscription }) => ({
      ...{ ok: true, headers: {} },
      body: JSON.stringify(slackMessage(message, subscription.subscriber.timezone)),
    }),
    judge: slackOutcome,
  });
