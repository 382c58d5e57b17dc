import type { Context } from 'hono';
import { isTrusted, peerOf, type TrustedProxies } from './clientAddress.ts';

/** Where the pages are, by the settings. */
export interface PublicPlace {
  /** Without a slash at its end. */
  readonly publicUrl: string;
  readonly trustedProxies: TrustedProxies;
}

/** Whether the browser reaches the pages by TLS: PUBLIC_URL says so, or the proxy in front of us, if it is trusted. */
export const isReachedByTls = (context: Context, { publicUrl, trustedProxies }: PublicPlace): boolean =>
  publicUrl.startsWith('https:') || forwarded(context, 'proto', trustedProxies) === 'https';

/**
 * Whether an `Origin` is of our own pages: of PUBLIC_URL, or of the host by which this request came. A trusted proxy names
 * that host where it asks us by another one.
 */
export function isOwnOrigin(context: Context, origin: string, place: PublicPlace): boolean {
  if (!URL.canParse(origin)) return false;
  const { origin: given, protocol, host } = new URL(origin);
  if (given === new URL(place.publicUrl).origin) return true;
  const wanted = forwarded(context, 'host', place.trustedProxies) ?? context.req.header('host') ?? '';
  return host === wanted.toLowerCase() && (protocol === 'https:' || !isReachedByTls(context, place));
}

/** The first of several: the proxy that the browser spoke to wrote it. */
function forwarded(context: Context, what: 'host' | 'proto', trusted: TrustedProxies): string | null {
  const value = context.req.header(`x-forwarded-${what}`);
  if (value === undefined || !isTrusted(peerOf(context), trusted)) return null;
  return value.split(',')[0]?.trim().toLowerCase() ?? null;
}
