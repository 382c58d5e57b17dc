import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { ResolveReference } from '../../config/references.ts';
import type { Settings } from '../../config/settings.ts';
import { noticeMail } from '../adapters/channels/mail/noticeMail.ts';
import type { RenderMail } from '../adapters/channels/mail/renderMail.ts';
import { createOutboxChannel } from '../adapters/channels/outbox/outboxChannel.ts';
import { createSlackChannel } from '../adapters/channels/slack/slackChannel.ts';
import { createSmtpChannel } from '../adapters/channels/smtp/smtpChannel.ts';
import { createWebhookChannel } from '../adapters/channels/webhook/webhookChannel.ts';
import { withCanaryInbox } from '../adapters/http/canaryRoute.ts';
import type { ChannelName } from '../domain/digests/subscription.ts';
import type { Channel } from '../ports/channel.ts';
import type { SendNotice } from '../ports/noticeMailer.ts';

export interface ChannelParts {
  readonly agent: Dispatcher;
  readonly canaryAgent: Dispatcher;
  readonly canaryKey: string;
  readonly resolveReference: ResolveReference;
  readonly renderMail: RenderMail;
  readonly now: () => Date;
}

export interface OpenedChannels {
  readonly channels: ReadonlyMap<ChannelName, Channel>;
  readonly sendNotice: SendNotice;
}

const timeoutMs = 20_000;

export const outboxFolder = ({ dataDir }: Pick<Settings, 'dataDir'>): string => join(dataDir, 'outbox');

/** The channels by name, and the way of notices; mail goes to the outbox folder while there is no mail server. */
export function openChannels(
  settings: Settings,
  { agent, canaryAgent, canaryKey, resolveReference, renderMail, now }: ChannelParts,
): OpenedChannels {
  const { smtpUrl, mailFrom: from, dkim } = settings;
  const email =
    smtpUrl === null
      ? createOutboxChannel({ folder: outboxFolder(settings), renderMail, now })
      : createSmtpChannel({ smtpUrl, from, dkim, renderMail });
  const slack = createSlackChannel({ agent, resolveReference, timeoutMs, now });
  const hooks = { resolveReference, timeoutMs, now: () => new Date() };
  const webhook = withCanaryInbox(
    createWebhookChannel({ agent, ...hooks }),
    createWebhookChannel({ agent: canaryAgent, ...hooks }),
    canaryKey,
  );
  const channels = new Map<ChannelName, Channel>([
    ['email', email],
    ['slack', slack],
    ['webhook', webhook],
  ]);
  const sendNotice: SendNotice = async (notice, messageId) => email.sendMail(await noticeMail(notice, messageId, from));
  return { channels, sendNotice };
}
