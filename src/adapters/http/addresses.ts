import ipaddr from 'ipaddr.js';

/** Whether an address may be reached: public unicast ones, and the ranges that the settings allow besides. */
export type AddressCheck = (address: string) => boolean;

/** NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address inside, which may be a private one. */
const embedding = ['rfc6052', '6to4', 'teredo', 'ipv4Mapped'];

/** `ranges`: CIDR. Unparsable addresses are refused. */
export function createAddressCheck(ranges: readonly string[]): AddressCheck {
  const allowed = ranges.map((range) => ipaddr.parseCIDR(range));
  return (text) => {
    if (!ipaddr.isValid(text)) return false;
    const address = ipaddr.process(text);
    const isAllowed = allowed.some(
      ([network, bits]) => network.kind() === address.kind() && address.match(network, bits),
    );
    return isAllowed || (address.range() === 'unicast' && !embedding.includes(address.range()));
  };
}
