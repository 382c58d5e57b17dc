import type { Lease, LeaseKeeper } from '../../ports/lease.ts';

export type HubState = 'wanted' | 'pending' | 'active' | 'denied' | 'failed' | 'unwanted';

/** A subscription to a feed's hub whose time has come. */
export interface HubSubscription {
  readonly id: number;
  readonly feed: string;
  readonly hub: string;
  readonly topic: string;
  readonly state: HubState;
  readonly token: string;
  readonly secret: string;
  /** Requests since the hub last verified. */
  readonly attempts: number;
  readonly leaseEndsAt: Date | null;
}

export interface ClaimedHubSubscription {
  readonly lease: Lease;
  readonly subscription: HubSubscription;
}

/** What the request to the hub came to. */
export type HubSettlement =
  | { readonly kind: 'accepted'; readonly nextActionAt: Date }
  | { readonly kind: 'failed'; readonly message: string; readonly nextActionAt: Date }
  /** Nobody will request it again; the hub's lease ends by itself, and what it sends until then is refused. */
  | { readonly kind: 'given up' };

export interface HubStore extends LeaseKeeper {
  /** Those whose feed is gone, or offers them no more when they would be renewed, are unwanted from then on. */
  endUnwanted(now: Date): Promise<void>;
  /** Notes what is going to be requested before it is: some hubs verify before they answer. */
  claimDue(now: Date): Promise<ClaimedHubSubscription | null>;
  /** Changes nothing where the hub has verified or denied meanwhile, but ends the claim. */
  settleRequested(lease: Lease, settlement: HubSettlement): Promise<void>;
}
