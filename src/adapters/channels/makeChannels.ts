import { channelNames } from '../../domain/digests/channels.ts';
import type { ChannelName } from '../../domain/digests/subscription.ts';
import type { Channel } from '../../ports/channel.ts';
import type { PostingParts } from './http/postingChannel.ts';
import type { MailChannel } from './mail/renderMail.ts';
import { createSlackChannel } from './slack/slackChannel.ts';
import { createWebhookChannel } from './webhook/webhookChannel.ts';

/** What channels are made of. */
export interface ChannelParts extends PostingParts {
  /** The mail server, or the outbox folder. Notices go by it, too. */
  readonly mail: MailChannel;
}

/** How each channel is made: the other half of the table in `src/domain/digests/channels.ts`. */
const makers: Readonly<Record<ChannelName, (parts: ChannelParts) => Channel>> = {
  email: ({ mail }) => mail,
  slack: createSlackChannel,
  webhook: createWebhookChannel,
};

export const makeChannels = (parts: ChannelParts): ReadonlyMap<ChannelName, Channel> =>
  new Map(channelNames.map((name) => [name, makers[name](parts)]));
