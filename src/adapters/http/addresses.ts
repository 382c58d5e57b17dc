import ipaddr from 'ipaddr.js';

/** Whether an address may be reached: public unicast ones, and the ranges that the settings allow besides. */
export type AddressCheck = (address: string) => boolean;

/**
 * What IANA gives out to the public internet (RFC 4291 §2.4). ipaddr.js takes the rest for unicast too where no range
 * has a name, and so the old IPv4-compatible form of a private address (`::7f00:1`).
 */
const publicIpv6 = ipaddr.parseCIDR('2000::/3');

/** `ranges`: CIDR. Unparsable addresses are refused. */
export function createAddressCheck(ranges: readonly string[]): AddressCheck {
  const allowed = ranges.map((range) => ipaddr.parseCIDR(range));
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    const isAllowed = allowed.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
    return isAllowed || isPublic(address);
  };
}

/** NAT64, 6to4 and Teredo, which carry an IPv4 address inside, have names of their own and so are no unicast here. */
function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.range() === 'unicast' && (address.kind() === 'ipv4' || address.match(...publicIpv6));
}
