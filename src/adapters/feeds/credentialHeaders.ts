import type { ResolveReference } from '../../domain/basics/resolveReference.ts';
import type { FeedCredentials } from '../../domain/feeds/credentials.ts';

export type CredentialHeaders =
  | { readonly ok: true; readonly headers: Readonly<Record<string, string>> }
  /** Which variable is missing or unusable; never its value. */
  | { readonly ok: false; readonly message: string };

/** The request headers that a feed's credentials come to, names in lower case. */
export function credentialHeaders(
  { auth, headers = {} }: FeedCredentials,
  resolve: ResolveReference,
): CredentialHeaders {
  try {
    const look = (reference: string) => resolvedOrThrown(reference, resolve);
    const own = Object.entries(headers).map(([name, reference]) => [name.toLowerCase(), headerValue(reference, look)]);
    return { ok: true, headers: { ...Object.fromEntries(own), ...authorization(auth, look) } };
  } catch (error) {
    if (error instanceof Unresolved) return { ok: false, message: error.message };
    throw error;
  }
}

class Unresolved extends Error {}

type Look = (reference: string) => string;

function resolvedOrThrown(reference: string, resolve: ResolveReference): string {
  const resolved = resolve(reference);
  if (!resolved.ok) throw new Unresolved(resolved.message);
  return resolved.value;
}

function authorization(auth: FeedCredentials['auth'], look: Look): Readonly<Record<string, string>> {
  if (auth === undefined) return {};
  if ('bearer' in auth) return { authorization: `Bearer ${headerValue(auth.bearer, look)}` };
  const user = look(auth.user);
  if (user.includes(':')) throw new Unresolved(`the value of ${auth.user} has a colon, which a user name cannot have`);
  // RFC 7617 §2.1: UTF-8 is what servers expect today.
  return { authorization: `Basic ${Buffer.from(`${user}:${look(auth.password)}`).toString('base64')}` };
}

/** Without the line break that a file of secrets ends with. */
function headerValue(reference: string, look: Look): string {
  const value = look(reference).trim();
  if (/^[\t\x20-\x7e\x80-\xff]+$/.test(value)) return value;
  throw new Unresolved(`the value of ${reference} is empty or has characters that a header cannot carry`);
}
