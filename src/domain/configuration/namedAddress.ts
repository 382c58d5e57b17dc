import { asciiDomain } from '../basics/asciiDomain.ts';

/** A mailbox with the name to show for it. */
export interface NamedAddress {
  /** Empty when the address has none. */
  readonly name: string;
  /** With its domain in ASCII (IDNA), as Message-IDs and the SMTP dialogue want it. */
  readonly address: string;
}

const quoted = /^"((?:[^"\\]|\\.)*)"$/;

/**
 * `Tocsin: alerts <tocsin@example.org>` or `tocsin@example.org`, else null. Everything before the `<` is the name, whatever
 * it would mean in a list of addresses (RFC 5322 §3.4: a colon there begins a group); quotes round the name are taken off.
 */
export function readNamedAddress(text: string): NamedAddress | null {
  const parts = /^([^\r\n<>]*)<\s*([^\s<>]+)\s*>$/.exec(text.trim());
  const [name, address] = parts === null ? ['', text.trim()] : [parts[1] ?? '', parts[2] ?? ''];
  const split = /^([^\s<>@,;:"]+)@([^\s<>@,;:"]+)$/.exec(address);
  const domain = asciiDomain(split?.[2] ?? '');
  return split === null || domain === null ? null : { name: unquoted(name.trim()), address: `${split[1]}@${domain}` };
}

const unquoted = (name: string): string => quoted.exec(name)?.[1]?.replace(/\\(.)/g, '$1') ?? name;

/** What stands behind the `@`. */
export const domainOf = ({ address }: Pick<NamedAddress, 'address'>): string =>
  address.slice(address.lastIndexOf('@') + 1);
