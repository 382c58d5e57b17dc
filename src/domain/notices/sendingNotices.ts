import { instantWords } from '../basics/wording.ts';
import type { ChannelName } from '../digests/subscription.ts';
import type { Notice } from './notice.ts';

/** A channel over which nothing goes, for a fault of our own side. */
export interface HeldChannel {
  readonly channel: ChannelName;
  readonly since: Date;
  /** What the mail server, or our own machine, said. */
  readonly reason: string;
}

/** A target that is sent nothing any more until somebody gives it back. */
export interface SuppressedTarget {
  readonly id: number;
  readonly channel: ChannelName;
  /** As it may be shown. */
  readonly name: string;
  readonly reason: string;
  readonly since: Date;
  /** Addresses of those whose subscriptions go there. */
  readonly subscribers: readonly string[];
}

/** Who can be told, and over what. */
export interface OpsWays {
  /** Null: there is none. */
  readonly admin: string | null;
  readonly hasSlack: boolean;
  readonly consoleUrl: string;
}

export interface SendingOccasion extends OpsWays {
  readonly now: Date;
  /** Held for so long that it is told now. */
  readonly held: readonly HeldChannel[];
  /** Told before, and open again. */
  readonly open: readonly HeldChannel[];
  readonly suppressed: readonly SuppressedTarget[];
  /** All channels that are held, told or not. */
  readonly closed: ReadonlySet<ChannelName>;
}

/**
 * What ops are to be told of the sending: that a channel is held, over another one; that it works again; and which targets were
 * switched off, which their subscribers are told, too. None where nobody can be told: the console, `/health` and the log say it.
 */
export const sendingNotices = (occasion: SendingOccasion): readonly Notice[] => [
  ...occasion.held.flatMap((held) => toOps(occasion, heldText(held, occasion))),
  ...occasion.open.flatMap((open) => toOps(occasion, openText(open, occasion))),
  ...occasion.suppressed.flatMap((target) => [
    ...toOps(occasion, suppressedText(target, occasion)),
    ...toSubscribers(target, occasion),
  ]),
];

type Text = Pick<Notice, 'key' | 'subject' | 'body'>;

/** By mail to the admin; by Slack where mail is held, or there is no admin to mail to. */
function toOps({ admin, hasSlack, closed }: SendingOccasion, text: Text): readonly Notice[] {
  if (admin !== null && !closed.has('email')) return [{ ...text, channel: 'email', recipient: admin }];
  return hasSlack && !closed.has('slack') ? [{ ...text, channel: 'slack', recipient: 'Slack' }] : [];
}

const heldText = ({ channel, since, reason }: HeldChannel, { now, consoleUrl }: SendingOccasion): Text => ({
  key: `held ${channel} ${now.toISOString()}`,
  subject: `Tocsin: nothing can be sent by ${channel}`,
  body: [
    `Since ${instantWords(since)} nothing has been sent by ${channel}, because of a fault on our side: ${reason}`,
    'All messages wait, and none is lost. Tocsin tries again by itself, at least once a minute in the first hour, and goes on as soon as the fault is fixed. You get this notice once, and another when it is over.',
    `What to do: run \`tocsin doctor\`, and see ${consoleUrl} for what is waiting.`,
  ].join('\n\n'),
});

const openText = ({ channel, since }: HeldChannel, { now }: SendingOccasion): Text => ({
  key: `open ${channel} ${now.toISOString()}`,
  subject: `Tocsin: ${channel} works again`,
  body: `Messages are sent by ${channel} again. They had been held since ${instantWords(since)}; what waited is on its way.`,
});

const suppressedText = (
  { id, channel, name, since, reason }: SuppressedTarget,
  { consoleUrl }: SendingOccasion,
): Text => ({
  key: `suppressed ${id} ${since.toISOString()}`,
  subject: `Tocsin: ${wordOf(channel)} ${name} is switched off`,
  body: [
    `Since ${instantWords(since)} nothing is sent to ${wordOf(channel)} ${name}: ${reason}`,
    'Messages to it wait, and none is lost.',
    `What to do: fix the receiver, or give the subscription another target. Then run \`tocsin deliveries resume ${id}\` to send what waits. ${consoleUrl} shows what that is.`,
  ].join('\n\n'),
});

/** A subscriber hears of it by mail; not whose mail address it is that nobody answers to. */
function toSubscribers(target: SuppressedTarget, { closed, admin }: SendingOccasion): readonly Notice[] {
  if (target.channel === 'email' || closed.has('email')) return [];
  const { id, channel, name, since, reason } = target;
  return target.subscribers
    .filter((recipient) => recipient !== admin)
    .map((recipient) => ({
      key: `suppressed ${id} ${since.toISOString()} ${recipient}`,
      channel: 'email',
      recipient,
      subject: `Tocsin has stopped sending to ${wordOf(channel)} ${name}`,
      body: [
        `You have a subscription that goes to ${wordOf(channel)} ${name}. It has accepted nothing lately, so nothing has been sent to it since ${instantWords(since)}: ${reason}`,
        'Your messages wait, and none is lost. When the receiver works again, or has a new address, tell whoever runs Tocsin for you: they are sent then.',
      ].join('\n\n'),
    }));
}

const words: Readonly<Record<ChannelName, string>> = {
  email: 'the address',
  slack: 'the Slack webhook',
  webhook: 'the webhook',
};

const wordOf = (channel: ChannelName): string => words[channel];
