import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import { CookieJar } from 'tough-cookie';
import { type Loopback, listenOnLoopback } from './loopback.ts';

/** Who signs in at the issuer, without being asked. */
export interface IssuedPerson {
  readonly subject: string;
  readonly email: string;
  readonly isVerified: boolean;
}

export interface Issuer {
  readonly issuer: string;
  readonly settings: Readonly<Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET', string>>;
  /** Who the browser in front of it is from now on; null: it refuses. */
  be(person: IssuedPerson | null): void;
  close(): Promise<void>;
}

const clientSecret = 'a secret of the client, long enough';

/** A real OpenID Connect provider on loopback. */
export async function startIssuer(redirectUri: string): Promise<Issuer> {
  let who: IssuedPerson | null = null;
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  const server = createServer((request, response) => answer(request, response));
  const place: Loopback = await listenOnLoopback(server);
  const known = new Map<string, IssuedPerson>();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(place.origin, {
    clients: [{ client_id: 'tocsin', client_secret: clientSecret, redirect_uris: [redirectUri] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    cookies: { keys: ['a key for cookies'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
    findAccount: (_, subject) => {
      const person = known.get(subject);
      return {
        accountId: subject,
        claims: async () => ({ sub: subject, email: person?.email, email_verified: person?.isVerified }),
      };
    },
    loadExistingGrant: async (context) => {
      const { account, client } = context.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? '', accountId: account?.accountId ?? '' });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  answer = (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void provider.callback()(request, response);
    if (who !== null) known.set(who.subject, who);
    const result = who === null ? { error: 'access_denied' } : { login: { accountId: who.subject, remember: false } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  return {
    issuer: place.origin,
    settings: { OIDC_ISSUER: place.origin, OIDC_CLIENT_ID: 'tocsin', OIDC_CLIENT_SECRET: clientSecret },
    be: (person) => {
      who = person;
    },
    close: place.close,
  };
}

/** Goes from page to page as a browser does, cookies and all, and stops where `isEnd` says so. */
export async function followed(
  start: string,
  { jar = new CookieJar(), isEnd }: { readonly jar?: CookieJar; readonly isEnd: (url: URL) => boolean },
): Promise<{ readonly url: URL; readonly jar: CookieJar; readonly response: Response }> {
  let url = new URL(start);
  for (let hop = 0; hop < 12; hop++) {
    const headers = { cookie: await jar.getCookieString(url.href) };
    const response = await fetch(url, { redirect: 'manual', headers });
    for (const cookie of response.headers.getSetCookie()) await jar.setCookie(cookie, url.href);
    const location = response.headers.get('location');
    if (location === null || isEnd(new URL(location, url)))
      return { url: location === null ? url : new URL(location, url), jar, response };
    url = new URL(location, url);
  }
  throw new Error(`no end of redirects at ${url.href}`);
}
