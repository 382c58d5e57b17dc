import { type Lease, type LeaseKeeper, leaseRenewalSeconds } from '../../ports/lease.ts';

/** The rows a step is working on. `drop` takes one out once it is settled. */
export interface KeptLeases {
  drop(lease: Lease): void;
  /** Ends the renewals; what was not dropped by then simply runs out. */
  stop(): void;
}

/**
 * Renews the leases every few seconds while the work on them goes on. A failed renewal is not an error here: the lease
 * runs out, another process takes the row, and our settling is refused by the lease's number.
 */
export function keepLeases(keeper: LeaseKeeper, leases: readonly Lease[]): KeptLeases {
  const held = new Set(leases);
  const timer = setInterval(() => {
    if (held.size > 0) keeper.renew([...held]).catch(() => undefined);
  }, leaseRenewalSeconds * 1000);
  timer.unref();
  return {
    drop: (lease) => held.delete(lease),
    stop: () => clearInterval(timer),
  };
}
