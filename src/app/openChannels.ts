import { join } from 'node:path';
import type { Dispatcher } from 'undici';
import type { Settings } from '../../config/settings.ts';
import { noticeMail } from '../adapters/channels/mail/noticeMail.ts';
import type { MailChannel, RenderMail } from '../adapters/channels/mail/renderMail.ts';
import { makeChannels } from '../adapters/channels/makeChannels.ts';
import { createOutboxChannel } from '../adapters/channels/outbox/outboxChannel.ts';
import { createSlackNotices } from '../adapters/channels/slack/slackNotices.ts';
import { createSmtpChannel } from '../adapters/channels/smtp/smtpChannel.ts';
import { withCanaryInbox } from '../adapters/http/canaryRoute.ts';
import type { ResolveReference } from '../domain/basics/resolveReference.ts';
import type { ChannelName } from '../domain/digests/subscription.ts';
import { mailsAtOnce } from '../pipeline/deliver/laneSizes.ts';
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

/** Besides what the size of a mail needs. */
const mailLimitMs = 45_000;

export const outboxFolder = ({ dataDir }: Pick<Settings, 'dataDir'>): string => join(dataDir, 'outbox');

/** The channels by name, and the way of notices; mail goes to the outbox folder while there is no mail server. */
export function openChannels(
  settings: Settings,
  { agent, canaryAgent, canaryKey, resolveReference, renderMail, now }: ChannelParts,
): OpenedChannels {
  const mail = openMail(settings, renderMail, now);
  const parts = { agent, resolveReference, timeoutMs, now, mail };
  // The canary's inbox is a page of our own, on an address that the guard may refuse.
  const own = makeChannels({ ...parts, agent: canaryAgent });
  const channels = new Map(
    [...makeChannels(parts)].map(([name, channel]) => [
      name,
      withCanaryInbox(channel, own.get(name) ?? channel, canaryKey),
    ]),
  );
  const sendToSlack = createSlackNotices({ agent, url: settings.slackWebhookUrl, timeoutMs, now });
  const sendNotice: SendNotice = async (notice, messageId, signal) =>
    notice.channel === 'slack'
      ? sendToSlack(notice, signal)
      : mail.sendMail(await noticeMail(notice, messageId, settings.mailFrom), signal);
  return { channels, sendNotice };
}

function openMail(settings: Settings, renderMail: RenderMail, now: () => Date): MailChannel {
  const { smtpUrl, dkim } = settings;
  return smtpUrl === null
    ? createOutboxChannel({ folder: outboxFolder(settings), renderMail, now })
    : createSmtpChannel({ smtpUrl, dkim, renderMail, limitMs: mailLimitMs, maxConnections: mailsAtOnce });
}
