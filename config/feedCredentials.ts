import { z } from 'zod';
import type { FeedCredentials } from '../src/domain/feeds/credentials.ts';
import { refusedReference } from './references.ts';

/** What stands in the place of a reference, a name or the whole may be a secret: these messages repeat nothing of it. */
const authAdvice = 'write { user: "env:NAME", password: "env:NAME" } or { bearer: "env:NAME" }';
const headersAdvice = 'write { X-Api-Key: "env:NAME" }';

const auth = z.unknown().transform((value, context): NonNullable<FeedCredentials['auth']> => {
  const given = isMapping(value) ? value : {};
  const names = Object.keys(given).sort().join();
  if (names === 'bearer') return { bearer: referenceOf(given, 'bearer', context) };
  if (names === 'password,user')
    return { user: referenceOf(given, 'user', context), password: referenceOf(given, 'password', context) };
  context.addIssue({ code: 'custom', message: authAdvice });
  return z.NEVER;
});

const headers = z.unknown().transform((value, context): Readonly<Record<string, string>> => {
  if (!isMapping(value)) {
    context.addIssue({ code: 'custom', message: headersAdvice });
    return z.NEVER;
  }
  const message = refusedNames(Object.keys(value));
  if (message === null)
    return Object.fromEntries(Object.keys(value).map((name) => [name, referenceOf(value, name, context)]));
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A value of a mapping; one that is no reference is an issue at its place. Not even the setting that Slack's targets share may be one: a
 * feed would send it to its publisher.
 */
function referenceOf(given: Readonly<Record<string, unknown>>, name: string, context: z.RefinementCtx): string {
  const value = given[name];
  const reference = typeof value === 'string' ? value : '';
  const message = refusedReference(reference, null);
  if (message !== null) context.addIssue({ code: 'custom', path: [name], message });
  return reference;
}

/** What Tocsin or the connection says itself. */
const ownHeaders: ReadonlySet<string> = new Set(
  `accept accept-encoding connection content-length content-type expect host if-modified-since if-none-match keep-alive range te
  trailer transfer-encoding upgrade user-agent`.split(/\s+/),
);

function refusedNames(names: readonly string[]): string | null {
  if (names.some((name) => !/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)))
    return `has a name that no header can have; ${headersAdvice}`;
  const lower = names.map((name) => name.toLowerCase());
  const own = lower.find((name) => ownHeaders.has(name) || name.startsWith('proxy-'));
  if (own !== undefined) return `${own} is a header that Tocsin sets itself; take it out`;
  const doubled = lower.find((name, place) => lower.indexOf(name) !== place);
  return doubled === undefined ? null : `${doubled} is given twice`;
}

/** The keys of a feed that hold what its publisher lets us in with. */
export const credentialKeys = { auth: auth.optional(), headers: headers.optional() };

interface CredentialValues {
  readonly auth?: z.output<typeof auth> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Nothing where a feed has neither. */
export function credentialsOf({ auth, headers = {} }: CredentialValues): { readonly credentials?: FeedCredentials } {
  const hasHeaders = Object.keys(headers).length > 0;
  if (auth === undefined && !hasHeaders) return {};
  return { credentials: { ...(auth !== undefined && { auth }), ...(hasHeaders && { headers }) } };
}

/** Whether a feed says twice who we are. */
export const isAuthorizedTwice = ({ auth, headers = {} }: CredentialValues): boolean =>
  auth !== undefined && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
