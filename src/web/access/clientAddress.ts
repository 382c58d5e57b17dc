import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';
import ipaddr from 'ipaddr.js';

/** Address ranges (CIDR) whose X-Forwarded-* headers are believed. */
export type TrustedProxies = readonly string[];

export const peerOf = (context: Context): string => getConnInfo(context).remote.address ?? '';

/**
 * Where a request comes from. A proxy that is trusted names the one before it, from right to left, until one is not
 * trusted: what stands left of that one anybody may have written.
 */
export function clientAddress(context: Context, trusted: TrustedProxies): string {
  const forwarded = (context.req.header('x-forwarded-for') ?? '').split(',').map((each) => each.trim());
  let address = peerOf(context);
  while (isTrusted(address, trusted)) {
    const before = forwarded.pop();
    if (before === undefined || !ipaddr.isValid(before)) break;
    address = before;
  }
  return plain(address);
}

export function isTrusted(address: string, trusted: TrustedProxies): boolean {
  if (!ipaddr.isValid(address)) return false;
  const read = ipaddr.process(address);
  return trusted.some((range) => {
    const [network, bits] = ipaddr.parseCIDR(range);
    return network.kind() === read.kind() && read.match(network, bits);
  });
}

/** An IPv4 address as one, also where the socket is of both kinds. */
const plain = (address: string): string => (ipaddr.isValid(address) ? ipaddr.process(address).toString() : address);
