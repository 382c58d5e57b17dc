import ipaddr from 'ipaddr.js';
import { dayMs, secondsAfter } from '../basics/time.ts';

/** Failed sign-ins in a row, of an account or from an address. */
export interface SignInFailures {
  readonly failures: number;
  readonly lastAt: Date;
}

interface PausePolicy {
  /** So many are free: people mistype. */
  readonly free: number;
  readonly firstSeconds: number;
  readonly longestSeconds: number;
}

/**
 * An account is slowed sooner than an address, behind which an office may stand. Neither is locked for good, since that
 * would let a stranger lock people out (OWASP, Authentication Cheat Sheet: account lockout).
 */
export const pausePolicies = {
  account: { free: 5, firstSeconds: 2, longestSeconds: 900 },
  address: { free: 20, firstSeconds: 2, longestSeconds: 900 },
} as const satisfies Readonly<Record<string, PausePolicy>>;

/** Failures are forgotten after so long without another. */
export const failuresRememberedMs = dayMs;

/** By what an address is counted: whoever has one IPv6 address has 2^64 of them. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const read = ipaddr.process(address);
  return read.kind() === 'ipv4' ? read.toString() : `${ipaddr.IPv6.networkAddressFromCIDR(`${address}/64`)}/64`;
}

export type PauseName = keyof typeof pausePolicies;

/** When the next try is looked at, null: at once. Pauses double with each failure. */
export function nextSignInAt(
  { failures, lastAt }: SignInFailures,
  { free, firstSeconds, longestSeconds }: PausePolicy,
): Date | null {
  if (failures < free) return null;
  const seconds = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(failures - free, 30));
  return secondsAfter(lastAt, seconds);
}
