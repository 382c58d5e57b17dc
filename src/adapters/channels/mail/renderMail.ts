import { domainOf, type NamedAddress } from '../../../domain/configuration/namedAddress.ts';
import type { Message } from '../../../domain/digests/message.ts';
import type { Subscription } from '../../../domain/digests/subscription.ts';
import type { Channel, SendOutcome } from '../../../ports/channel.ts';
import { headerName, headerText } from './headerText.ts';
import { lineOf } from './hostileText.ts';
import { htmlMail } from './htmlMail.ts';
import { subjectOf } from './subject.ts';
import { textMail } from './textMail.ts';

/** A mail as every channel that sends mail needs it. */
export interface RenderedMail {
  readonly from: NamedAddress;
  readonly to: NamedAddress;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets; the same at every attempt. */
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A channel that can send any mail, a subscription's or not. */
export interface MailChannel extends Channel {
  sendMail(mail: RenderedMail, signal: AbortSignal): Promise<SendOutcome>;
}

export type RenderMail = (message: Message, subscription: Subscription) => Promise<RenderedMail>;

export interface MailOptions {
  readonly from: NamedAddress;
  readonly linkFor: (subscriptionId: number) => string;
  readonly publicUrl: string;
}

/** Text and HTML with the headers of a bulk sender that behaves: RFC 8058 one-click, RFC 2919 List-Id, RFC 3834. */
export function createMailRenderer({ from, linkFor }: MailOptions): RenderMail {
  const domain = domainOf(from);
  return async (message, subscription) => {
    const unsubscribe = linkFor(subscription.id);
    const about = { message, subscription, unsubscribe };
    return {
      from,
      to: { name: headerName(lineOf(subscription.subscriber.name)), address: subscription.target },
      subject: headerText(subjectOf(message)),
      text: textMail(about),
      html: await htmlMail(about),
      messageId: `<${message.id}@${domain}>`,
      headers: {
        'List-Unsubscribe': `<${unsubscribe}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        'List-Id': `Tocsin subscription <subscription-${subscription.id}.${domain}>`,
        'Auto-Submitted': 'auto-generated',
      },
    };
  };
}
