import type { OutgoingMessage } from '../../ports/channel.ts';
import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export interface ClaimedDelivery {
  readonly lease: Lease;
  readonly outgoing: OutgoingMessage;
}

/** How an attempt ended. `retrying` is held until `retryAt`; `rejected` is final and shown as failed with the response. */
export type DeliverySettlement =
  | { readonly state: 'sent'; readonly response: string }
  | { readonly state: 'retrying'; readonly response: string; readonly retryAt: Date }
  | { readonly state: 'rejected'; readonly response: string };

export interface DeliverStore extends LeaseKeeper {
  /** One delivery whose time has come, or null. Subscriptions that ended meanwhile are skipped and shown as rejected. */
  claimNextDelivery(now: Date): Promise<ClaimedDelivery | null>;
  /** False when the lease was lost. */
  settleDelivery(lease: Lease, settlement: DeliverySettlement, now: Date): Promise<boolean>;
}
