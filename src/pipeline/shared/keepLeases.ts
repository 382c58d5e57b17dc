import { type Lease, type LeaseKeeper, leaseRenewalSeconds } from '../../ports/lease.ts';
import { isPassingFault } from '../../ports/passingFault.ts';
import { outlast } from './outlast.ts';

/** The rows a step is working on. `drop` takes one out once it is settled. */
export interface KeptLeases {
  add(lease: Lease): void;
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
    add: (lease) => void held.add(lease),
    drop: (lease) => void held.delete(lease),
    stop: () => clearInterval(timer),
  };
}

/**
 * Works on claimed rows while their leases are renewed. Work that a passing fault ended (a lost store, a full disk) is no crash
 * of theirs: the rows that were not dropped are given back, as soon as the store takes it. After any other error the leases run
 * out, and that counts.
 */
export async function onLeases<T>(
  keeper: LeaseKeeper,
  leases: readonly Lease[],
  work: (kept: Pick<KeptLeases, 'drop'>) => Promise<T>,
): Promise<T> {
  const left = new Set(leases);
  const kept = keepLeases(keeper, leases);
  const drop = (lease: Lease) => {
    left.delete(lease);
    kept.drop(lease);
  };
  try {
    return await work({ drop });
  } catch (error) {
    if (isPassingFault(error)) giveBack(keeper, [...left]);
    throw error;
  } finally {
    kept.stop();
  }
}

const neverAborted = new AbortController().signal;

/** Nobody waits for it: a row that cannot be given back runs out. */
export function giveBack(keeper: Pick<LeaseKeeper, 'release'>, leases: readonly Lease[]): void {
  if (leases.length > 0) outlast(() => keeper.release(leases), neverAborted).catch(() => undefined);
}
