import type { SendOutcome } from '../../../ports/channel.ts';
import { tryAgain } from '../http/post.ts';
import { type ChannelResponse, holdTarget, refusedByTarget } from '../http/postingChannel.ts';

/** What Slack says of a message that it cannot show, whoever it is for (docs.slack.dev, incoming webhooks, "Handling errors"). */
const aboutMessage =
  /invalid_payload|invalid_blocks|invalid_attachments|no_text|too_many_attachments|msg_too_long|msg_blocks_too_long/;

const advice = 'create a new incoming webhook in Slack and set its URL';

/** What a refusal by Slack means: it answers in words, such as `no_service`, `invalid_token`, `channel_is_archived`. */
export function slackOutcome(received: ChannelResponse): SendOutcome {
  const { status, response, retryAfterSeconds } = received;
  if (status === 429 || status === 503) return holdTarget(received);
  if (status >= 500) return tryAgain(response, retryAfterSeconds);
  if (status === 413 || aboutMessage.test(response)) return { kind: 'rejected', response, concerns: 'message' };
  return refusedByTarget(received, advice);
}
