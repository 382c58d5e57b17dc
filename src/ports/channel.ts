import type { Message } from '../domain/digests/message.ts';
import type { ChannelName, Subscription } from '../domain/digests/subscription.ts';

/** One sending. Its id does not change from attempt to attempt, so a receiver can recognise a repeat. */
export interface OutgoingMessage {
  readonly message: Message;
  readonly subscription: Subscription;
  /** 1 for the first attempt. */
  readonly attempt: number;
}

/** `response` is the provider's own words, kept for ops. */
export type SendOutcome =
  | { readonly kind: 'sent'; readonly response: string }
  /** A passing fault. `afterSeconds`: what the receiver asked for (`Retry-After`); `holdHost`: it asked so for all our messages. */
  | {
      readonly kind: 'retry';
      readonly response: string;
      readonly afterSeconds: number | null;
      readonly holdHost: string | null;
    }
  | { readonly kind: 'rejected'; readonly response: string };

export interface Channel {
  readonly name: ChannelName;
  /** The host that a hold (429) applies to; null where there is none (mail) or it is not known. */
  hostOf(subscription: Subscription): string | null;
  send(outgoing: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
  close(): Promise<void>;
}
