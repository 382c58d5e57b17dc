import type { ChannelName } from '../../domain/digests/subscription.ts';
import type { OutgoingMessage, SendOutcome } from '../../ports/channel.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export interface ClaimedDelivery {
  readonly lease: Lease;
  readonly outgoing: OutgoingMessage;
}

/** How a claim ended. `isTry`: the receiver was asked to take the message. */
export type DeliverySettlement =
  | { readonly state: 'sent'; readonly response: string; readonly isTry: true }
  /** Due again at `retryAt`, or when what holds it ends, if that is later. */
  | {
      readonly state: 'retrying';
      readonly response: string;
      readonly retryAt: Date;
      readonly isTry: boolean;
      readonly hold: RequestedHold | null;
    }
  /** Its target refuses whatever comes: it waits with all that is for that target, until its next time or until it is given back. */
  | { readonly state: 'refused'; readonly response: string; readonly isGone: boolean; readonly isTry: true }
  /** Final, and shown as failed with the response. `concerns`: null where we gave up. */
  | {
      readonly state: 'rejected';
      readonly response: string;
      readonly concerns: Rejection | null;
      readonly isTry: boolean;
    };

export type Rejection = Exclude<Extract<SendOutcome, { readonly kind: 'rejected' }>['concerns'], 'target'>;

/** What else must wait with this delivery, and for how long; null: as long as the store finds right for a hold that goes on. */
export interface RequestedHold {
  readonly scope: 'target' | 'channel';
  readonly afterSeconds: number | null;
}

/** Senders that share nothing with others: those of one channel, apart for targets that work and those that are in doubt. */
export interface Lane {
  readonly channel: ChannelName;
  /** `doubtful`: the target's last sending failed, or a hold on it has ended that no sending has proved over. */
  readonly kind: 'working' | 'doubtful';
  /** How many deliveries it takes at most. */
  readonly most: number;
}

export interface SettledDelivery {
  readonly lease: Lease;
  readonly settlement: DeliverySettlement;
}

export interface SettledNews {
  /** False when the lease was lost. */
  readonly isOurs: boolean;
  /** The hold that it asked for, as it stands now. */
  readonly hold: { readonly until: Date; readonly since: Date; readonly isNew: boolean } | null;
}

export interface DeliverStore extends LeaseKeeper {
  /**
   * Deliveries whose time has come, at most one of each target, and none to a target that has two in hand or is held. When a
   * hold has ended one delivery goes first, until it is settled. Subscriptions that ended meanwhile are skipped and shown as rejected.
   */
  claimDeliveries(lane: Lane, now: Date): Promise<readonly ClaimedDelivery[]>;
  /** All of them, or none; what became of each, in order. */
  settleDeliveries(settled: readonly SettledDelivery[], now: Date): Promise<readonly SettledNews[]>;
}
