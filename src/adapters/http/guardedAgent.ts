import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { type AddressCheck, createAddressCheck } from './addresses.ts';

/** The address is not public, and no setting allows it. */
class AddressRefused extends Error {
  readonly code = 'ADDRESS_REFUSED';
  constructor(host: string, address: string) {
    const where = host === address ? address : `${host} (${address})`;
    super(`${where} is not a public address; if you mean it, add its range to ALLOW_PRIVATE_ADDRESSES`);
  }
}

/** As `dns.lookup` with `all`. */
export type LookupAll = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardOptions {
  /** CIDR ranges that may be reached besides public addresses. */
  readonly allowPrivateAddresses: readonly string[];
  readonly connectTimeoutMs: number;
  /** Of each origin; one where none is said: with https and http that makes two of a host at most. */
  readonly connections?: number;
  /** Finds all addresses of a name; the system's resolver where none is given. */
  readonly lookup?: LookupAll;
}

/** Connects where the guard allows it, and to nothing else. */
export type GuardedConnect = buildConnector.connector;

/** Servers set many cookies, and long policies: 64 KB are met with, and browsers take more. */
export const maxHeaderBytes = 96 * 1024;

const mostLenient = 5000;

/**
 * An undici agent that connects to public addresses only. Names are checked by what they resolve to, at the moment of
 * connecting and for the very address that is connected (DNS rebinding); literals are checked before, since no lookup
 * is made for them. undici writes every form of a literal (2130706433, 0x7f.1) as its plain one.
 */
export class GuardedAgent extends Agent {
  /** The same guard, for whoever reads responses in another way. */
  readonly connectGuarded: GuardedConnect;
  readonly #lenient = new Set<string>();

  constructor(options: GuardOptions) {
    const connect = guardedConnect(options);
    super({ connect, connections: options.connections ?? 1, maxHeaderSize: maxHeaderBytes });
    this.connectGuarded = connect;
  }

  /** Whether responses of the origin are known to break the rules of HTTP. */
  isReadLeniently(origin: string): boolean {
    return this.#lenient.has(origin);
  }

  readLeniently(origin: string): void {
    if (this.#lenient.size >= mostLenient) this.#lenient.clear();
    this.#lenient.add(origin);
  }
}

export const createGuardedAgent = (options: GuardOptions): GuardedAgent => new GuardedAgent(options);

function guardedConnect(options: GuardOptions): GuardedConnect {
  const { allowPrivateAddresses, connectTimeoutMs, lookup = systemLookup } = options;
  const isAllowed = createAddressCheck(allowPrivateAddresses);
  const connector = buildConnector({ timeout: connectTimeoutMs, lookup: checkedLookup(isAllowed, lookup) });
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) !== 0 && !isAllowed(literal)) return callback(new AddressRefused(literal, literal), null);
    connector(options, callback);
  };
}

/** All answers must be allowed: a name with one private address is not trusted with the others. */
const checkedLookup =
  (isAllowed: AddressCheck, lookup: LookupAll): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const refused = addresses.find(({ address }) => !isAllowed(address));
      if (refused !== undefined) return callback(new AddressRefused(hostname, refused.address), '', 0);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      if (first === undefined) return callback(new Error(`${hostname} has no address`), '', 0);
      callback(null, first.address, first.family);
    });
  };
