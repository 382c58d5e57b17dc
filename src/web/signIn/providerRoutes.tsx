import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Origin } from '../../desk/people/openSession.ts';
import { type ProviderStore, signInByProvider } from '../../desk/people/signInByProvider.ts';
import type { Clock } from '../../ports/clock.ts';
import type { IdentityProvider, SignInMemory } from '../../ports/identityProvider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { returnPath } from '../access/returnPath.ts';
import { words } from '../console/words/words.ts';
import { SaidPage } from './signInPages.tsx';

export interface ProviderDeps {
  /** Null: none is set. */
  readonly identityProvider: IdentityProvider | null;
  readonly providerStore: ProviderStore;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly isSecure: (context: Context) => boolean;
}

interface Entering {
  readonly originOf: (context: Context) => Origin;
  readonly enter: (context: Context, token: string, to: string) => Promise<Response>;
}

/** Signing in through an identity provider: the way there and the way back. */
export function providerRoutes(deps: ProviderDeps, { originOf, enter }: Entering): Hono {
  const pages = new Hono();
  const { identityProvider: provider, isSecure } = deps;
  if (provider === null) return pages;
  const failed = (context: Context, says: string, status: 401 | 403 | 503) =>
    context.html(<SaidPage title={words.provider.title} says={says} />, status);

  pages.get('/sign-in/oidc', async (context) => {
    const started = await provider.start();
    if (started.kind === 'unreachable') return failed(context, words.provider.unreachable(provider.name), 503);
    keep(context, { ...started.memory, to: returnPath(context.req.query('to')) }, isSecure(context));
    return context.redirect(started.url, 302);
  });
  pages.get('/sign-in/oidc/callback', async (context) => {
    const kept = taken(context, isSecure(context));
    if (kept === null) return failed(context, words.provider.tooLate, 401);
    const finished = await provider.finish(new URL(context.req.url).search, kept);
    if (finished.kind === 'unreachable') return failed(context, words.provider.unreachable(provider.name), 503);
    if (finished.kind === 'refused') return failed(context, words.provider.refused(provider.name), 401);
    const use = { from: originOf(context), at: deps.clock.now() };
    const outcome = await signInByProvider(
      { store: deps.providerStore, secrets: deps.secrets },
      finished.identity,
      use,
    );
    if (outcome.kind === 'signed in') return enter(context, outcome.token, returnPath(kept.to));
    const { email } = outcome;
    return failed(context, email === null ? words.provider.noEmail(provider.name) : words.provider.unknown(email), 403);
  });
  return pages;
}

interface Kept extends SignInMemory {
  /** The page to go to afterwards. */
  readonly to: string;
}

const cookieName = (secure: boolean): string => (secure ? '__Host-tocsin_oidc' : 'tocsin_oidc');

/** In the browser that began it: nobody else can end it. It comes back by a link from elsewhere, hence `Lax`. */
function keep(context: Context, { state, nonce, codeVerifier, to }: Kept, secure: boolean): void {
  const value = [state, nonce, codeVerifier, encodeURIComponent(to)].join(' ');
  setCookie(context, cookieName(secure), value, {
    ...{ httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge: 600 },
  });
}

/** Once. */
function taken(context: Context, secure: boolean): Kept | null {
  const value = getCookie(context, cookieName(secure));
  deleteCookie(context, cookieName(secure), { path: '/', secure });
  const [state, nonce, codeVerifier, to] = value?.split(' ') ?? [];
  if (state === undefined || nonce === undefined || codeVerifier === undefined || to === undefined) return null;
  return { state, nonce, codeVerifier, to: decodeURIComponent(to) };
}
