import type { Context, MiddlewareHandler } from 'hono';
import type { Actor, Deed } from '../../desk/deed.ts';
import { sessionLimits } from '../../desk/people/openSession.ts';
import type { TokenUser } from '../../domain/people/apiToken.ts';
import { tokenPrefix } from '../../domain/people/apiToken.ts';
import type { Person } from '../../domain/people/person.ts';
import { includesRole, type PersonRole } from '../../domain/people/role.ts';
import { roleOfScopes, type Scope } from '../../domain/people/scope.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import { csrfHeader, csrfTokenOf, isOurOwn } from '../access/csrf.ts';
import { sessionTokenIn } from '../access/sessionCookie.ts';
import type { SignedInDeps } from '../access/signedInOnly.ts';
import { problemResponse } from './problem.ts';

export interface ApiAccessDeps extends SignedInDeps {
  /** Who acts with a token; null: nobody. */
  readonly personOfToken: (tokenHash: Buffer, at: Date) => Promise<TokenUser | null>;
}

/** Whoever calls the API: a program with a token, or one of our own pages. */
export interface Caller {
  readonly person: Person;
  readonly actor: Actor;
  /** The most that this call may do; null: nothing but metrics. */
  readonly role: PersonRole | null;
  readonly mayReadMetrics: boolean;
}

export interface ApiEnv {
  readonly Variables: { readonly caller: Caller };
}

/** Of a session: a cookie alone proves nothing, but for what says nothing of the store. */
type PageProof = 'cookie and token of the page' | 'cookie is enough';

/** Lets through who has a token, or a session. */
export const callersOnly =
  (deps: ApiAccessDeps, proof: PageProof = 'cookie and token of the page'): MiddlewareHandler<ApiEnv> =>
  async (context, next) => {
    const caller = await callerOf(deps, context, proof);
    if (caller === null) return problemResponse(notSignedIn);
    context.set('caller', caller);
    return next();
  };

const notSignedIn = {
  kind: 'not-signed-in',
  detail: 'Send Authorization: Bearer and a token that works. You make one under Settings, API tokens.',
  headers: { 'WWW-Authenticate': 'Bearer realm="tocsin"' },
} as const;

async function callerOf(deps: ApiAccessDeps, context: Context, proof: PageProof): Promise<Caller | null> {
  const authorization = context.req.header('authorization');
  if (authorization === undefined) return callerOfPage(deps, context, proof);
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  if (!token.startsWith(tokenPrefix)) return null;
  const user = await deps.personOfToken(hashOfToken(token), deps.now());
  return user === null ? null : callerOfToken(user);
}

function callerOfToken({ tokenId, tokenName, scopes, person }: TokenUser): Caller {
  const role = roleOfScopes(scopes);
  return {
    person,
    actor: { kind: 'token', id: tokenId, name: `${tokenName} (${person.name})` },
    role: role === null || includesRole(person.role, role) ? role : person.role,
    mayReadMetrics: scopes.includes('metrics') || role === 'admin',
  };
}

async function callerOfPage(deps: ApiAccessDeps, context: Context, proof: PageProof): Promise<Caller | null> {
  const token = sessionTokenIn(context, deps.isSecure(context));
  if (token === null || (proof !== 'cookie is enough' && context.req.header(csrfHeader) === undefined)) return null;
  const hash = hashOfToken(token);
  const person = await deps.personOfSession(hash, { at: deps.now(), idleMs: sessionLimits.idleMs });
  if (person === null) return null;
  const csrf = csrfTokenOf(deps.secretKey, hash.toString('hex'));
  if (proof !== 'cookie is enough' && !(await isOurOwn(context, csrf, deps))) return null;
  return {
    ...{ person, role: person.role, mayReadMetrics: person.role === 'admin' },
    actor: { kind: 'person', id: person.id, name: person.name },
  };
}

const roleFor: Readonly<Record<Exclude<Scope, 'metrics'>, PersonRole>> = {
  read: 'viewer',
  write: 'editor',
  admin: 'admin',
};

export const mayUse = ({ role, mayReadMetrics }: Caller, scope: Scope): boolean =>
  scope === 'metrics' ? mayReadMetrics : role !== null && includesRole(role, roleFor[scope]);

/** RFC 6750 §3.1. */
export const scopeMissing = (scope: Scope): Response =>
  problemResponse({
    kind: 'not-allowed',
    detail: `This needs a token with the scope ${scope}, and an owner who may do as much.`,
    headers: { 'WWW-Authenticate': `Bearer realm="tocsin", error="insufficient_scope", scope="${scope}"` },
  });

export const deedBy = ({ actor }: Caller, at: Date, why: string): Deed => ({ by: actor, at, why });

/** As on the pages: whoever may only look sees that a message went, and not where to. */
export const seesAddresses = ({ role }: Caller): boolean => role !== null && includesRole(role, 'editor');
