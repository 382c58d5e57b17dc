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
  /** A passing fault of this message's sending: counts as a try. `holds`: nothing else goes to this target either. */
  | {
      readonly kind: 'retry';
      readonly response: string;
      /** What the receiver asked for (`Retry-After`). */
      readonly afterSeconds: number | null;
      readonly holds: 'nothing' | 'target';
    }
  /** Not this message's fault, and no try: our settings were refused, the disk is full, the receiver cannot be reached. `scope`: what waits. */
  | {
      readonly kind: 'held';
      readonly response: string;
      readonly scope: 'target' | 'channel';
      readonly afterSeconds: number | null;
    }
  /** `concerns`: what the receiver will not take: this message, any message to this recipient, or anything at this target. */
  | { readonly kind: 'rejected'; readonly response: string; readonly concerns: 'message' | 'recipient' }
  | {
      readonly kind: 'rejected';
      readonly response: string;
      readonly concerns: 'target';
      /** It says that it will never take anything again (410). */
      readonly isGone?: true;
    };

export interface Channel {
  readonly name: ChannelName;
  send(outgoing: OutgoingMessage, signal: AbortSignal): Promise<SendOutcome>;
  close(): Promise<void>;
}
