import type { Context, MiddlewareHandler } from 'hono';
import { sessionLimits } from '../../desk/people/openSession.ts';
import type { Person } from '../../domain/people/person.ts';
import { includesRole } from '../../domain/people/role.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import { words } from '../console/words/words.ts';
import { problemPage } from '../problemPage.tsx';
import { roleFor } from './accessTable.ts';
import { isTrusted, peerOf } from './clientAddress.ts';
import { csrfTokenOf, isOurOwn } from './csrf.ts';
import { takeSaid } from './flash.ts';
import type { PublicPlace } from './publicOrigin.ts';
import { clearSessionCookie, sessionTokenIn } from './sessionCookie.ts';
import type { SignedIn, Viewer } from './viewer.ts';

export interface SignedInDeps extends PublicPlace {
  /** Signs the forms' tokens. */
  readonly secretKey: string;
  /** Whether the browser reaches the pages by TLS. */
  readonly isSecure: (context: Context) => boolean;
  readonly now: () => Date;
  /** In which header a trusted proxy names whom it signed in, by email address; null: in none. */
  readonly authProxyHeader: string | null;
  /** Null: nobody has the address. */
  readonly personOfProxy: (email: string, at: Date) => Promise<Person | null>;
  /** Whose session it is; null: nobody's. */
  readonly personOfSession: (
    tokenHash: Buffer,
    when: { readonly at: Date; readonly idleMs: number },
  ) => Promise<Person | null>;
}

/**
 * Lets through who is signed in and has the role that the access table asks for; a change only from our own pages. Others
 * are sent to sign in and come back to the page afterwards.
 */
export const signedInOnly =
  (deps: SignedInDeps): MiddlewareHandler<SignedIn> =>
  async (context, next) => {
    const isSecure = deps.isSecure(context);
    const vouchedFor = addressByProxy(context, deps);
    const found =
      vouchedFor === null
        ? await whoIsIt(deps, sessionTokenIn(context, isSecure))
        : await whoCameByProxy(deps, vouchedFor);
    const { method, path } = context.req;
    const isReading = method === 'GET' || method === 'HEAD';
    if (found === null && vouchedFor !== null)
      return context.html(problemPage(words.proxy.unknown(vouchedFor.slice(0, 254))), 403);
    if (found === null) {
      clearSessionCookie(context, isSecure);
      if (!isReading) return context.html(problemPage(words.problems.signedOut), 401);
      return context.redirect(`/sign-in${back(context.req.url)}`, 302);
    }
    if (!includesRole(found.person.role, roleFor(method, path)))
      return context.html(problemPage(words.problems.forbidden(found.person.role)), 403);
    if (!isReading && !(await isOurOwn(context, found.csrf, deps)))
      return context.html(problemPage(words.problems.strange), 403);
    context.set('viewer', viewerOf(found, takeSaid(context)));
    return next();
  };

interface Found {
  readonly person: Person;
  readonly csrf: string;
  readonly session: Buffer | null;
}

/** Whom a trusted proxy vouches for; what anybody else writes into the header is nothing. */
function addressByProxy(context: Context, { authProxyHeader, trustedProxies }: SignedInDeps): string | null {
  const value = authProxyHeader === null ? '' : (context.req.header(authProxyHeader)?.trim() ?? '');
  return value !== '' && isTrusted(peerOf(context), trustedProxies) ? value : null;
}

async function whoCameByProxy(deps: SignedInDeps, email: string): Promise<Found | null> {
  const person = await deps.personOfProxy(email, deps.now());
  return person === null ? null : { person, csrf: csrfTokenOf(deps.secretKey, `proxy ${person.id}`), session: null };
}

async function whoIsIt(deps: SignedInDeps, token: string | null): Promise<Found | null> {
  if (token === null) return null;
  const hash = hashOfToken(token);
  const person = await deps.personOfSession(hash, { at: deps.now(), idleMs: sessionLimits.idleMs });
  return person === null ? null : { person, csrf: csrfTokenOf(deps.secretKey, hash.toString('hex')), session: hash };
}

const viewerOf = ({ person, csrf, session }: Found, said: string | null): Viewer => ({
  ...{ person, csrf, session, said, words },
  actor: { kind: 'person', id: person.id, name: person.name },
});

function back(url: string): string {
  const { pathname, search } = new URL(url);
  return pathname === '/' ? '' : `?to=${encodeURIComponent(pathname + search)}`;
}
