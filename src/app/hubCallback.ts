import type { Settings } from '../../config/settings.ts';
import { createAddressCheck } from '../adapters/http/addresses.ts';

/** The address that a hub calls for a token. */
export const hubCallbackOf = ({ publicUrl }: Pick<Settings, 'publicUrl'>, token: string): string =>
  `${publicUrl}/websub/${token}`;

/**
 * Why hubs cannot call PUBLIC_URL, or null. A name is taken at its word: what it resolves to here need not be what it resolves
 * to for the hub. A private address that we may reach ourselves has its hubs inside, and so has one of this machine.
 */
export function unreachableBecause({
  publicUrl,
  allowPrivateAddresses,
}: Pick<Settings, 'publicUrl' | 'allowPrivateAddresses'>): string | null {
  const host = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isAllowed = createAddressCheck(allowPrivateAddresses);
  const isLocalhost = /(?:^|\.)localhost$/i.test(host);
  if (isLocalhost || /^[\d.]+$|:/.test(host)) {
    return isAllowed(isLocalhost ? '127.0.0.1' : host) ? null : `PUBLIC_URL (${publicUrl}) is a private address`;
  }
  const isInner = !host.includes('.') || /\.(?:local|internal|intranet|lan|home\.arpa|test|invalid)$/i.test(host);
  return isInner ? `PUBLIC_URL (${publicUrl}) is a name on a private network` : null;
}
