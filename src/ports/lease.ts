/**
 * A claim on a row: ours until it runs out, fenced by its number. Settling with a number that is no longer the row's
 * changes nothing and answers false, so a stalled process can never overwrite what its successor did.
 */
export interface Lease {
  readonly id: number;
  readonly number: number;
}

/** Leases run 15 s and are renewed every 5 s while the work goes on. */
export const leaseSeconds = 15;
export const leaseRenewalSeconds = 5;

/** A row whose claims ended this often without settling is quarantined and shown, so that it stops nobody else. */
export const maxUnsettledClaims = 5;

/** Renews the leases that are still ours. */
export interface LeaseKeeper {
  renew(leases: readonly Lease[]): Promise<void>;
  /** Gives untouched work back at a graceful stop: it does not count as a crash. */
  release(leases: readonly Lease[]): Promise<void>;
}
