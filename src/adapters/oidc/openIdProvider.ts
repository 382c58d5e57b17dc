import * as client from 'openid-client';
import { type Dispatcher, fetch as fetchBy } from 'undici';
import type { FinishedSignIn, IdentityProvider, SignInMemory } from '../../ports/identityProvider.ts';
import type { StepLog } from '../../ports/log.ts';

export interface OpenIdOptions {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  /** Reaches public addresses only, and those that ALLOW_PRIVATE_ADDRESSES names. */
  readonly agent: Dispatcher;
  readonly log: StepLog;
}

const timeoutSeconds = 10;

/**
 * Signs in through an OpenID Connect provider: authorization code, PKCE, state and nonce. The provider is asked for its
 * addresses at the first sign-in, and again after a failure, so that the service starts without it.
 */
export function createOpenIdProvider(options: OpenIdOptions): IdentityProvider {
  const { issuer, redirectUri, log } = options;
  let found: Promise<client.Configuration> | null = null;
  const configuration = () => {
    found ??= discover(options);
    found.catch(() => {
      found = null;
    });
    return found;
  };
  return {
    name: new URL(issuer).host,
    async start() {
      try {
        const memory = newMemory();
        const challenge = await client.calculatePKCECodeChallenge(memory.codeVerifier);
        const url = client.buildAuthorizationUrl(await configuration(), {
          ...{ redirect_uri: redirectUri, scope: 'openid email', state: memory.state, nonce: memory.nonce },
          ...{ code_challenge: challenge, code_challenge_method: 'S256' },
        });
        return { kind: 'started', url: url.href, memory };
      } catch (err) {
        log.warn({ err, issuer }, 'the identity provider cannot be asked for its addresses');
        return { kind: 'unreachable', reason: reasonOf(err) };
      }
    },
    async finish(search, memory) {
      try {
        return await grant(await configuration(), new URL(`${redirectUri}${search}`), memory);
      } catch (err) {
        log.warn({ err, issuer }, 'a sign-in through the identity provider failed');
        return { kind: isRefusal(err) ? 'refused' : 'unreachable', reason: reasonOf(err) };
      }
    },
  };
}

const newMemory = (): SignInMemory => ({
  state: client.randomState(),
  nonce: client.randomNonce(),
  codeVerifier: client.randomPKCECodeVerifier(),
});

async function grant(config: client.Configuration, url: URL, memory: SignInMemory): Promise<FinishedSignIn> {
  const tokens = await client.authorizationCodeGrant(config, url, {
    ...{ expectedState: memory.state, expectedNonce: memory.nonce, pkceCodeVerifier: memory.codeVerifier },
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) return { kind: 'refused', reason: 'the answer names nobody' };
  const hasUserInfo = config.serverMetadata().userinfo_endpoint !== undefined;
  // Providers that keep to the letter give the address there only (OpenID Connect Core §5.4).
  const { email, email_verified: isVerified } =
    claims.email === undefined && hasUserInfo
      ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
      : claims;
  const verified = isVerified === true && typeof email === 'string' ? email : null;
  return { kind: 'known', identity: { issuer: claims.iss, subject: claims.sub, email: verified } };
}

/** All other failures are of the way to the provider. */
const isRefusal = (error: unknown): boolean =>
  error instanceof client.AuthorizationResponseError ||
  error instanceof client.ResponseBodyError ||
  (error instanceof client.ClientError && error.code?.startsWith('OAUTH_') === true && error.code !== 'OAUTH_TIMEOUT');

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function discover({ issuer, clientId, clientSecret, agent }: OpenIdOptions): Promise<client.Configuration> {
  const server = new URL(issuer);
  const customFetch: client.CustomFetch = async (url, { body, signal, ...init }) =>
    (await fetchBy(url, {
      ...init,
      dispatcher: agent,
      body: body as string | URLSearchParams | null,
      ...(signal !== undefined && { signal }),
    })) as unknown as Response;
  return client.discovery(server, clientId, clientSecret, undefined, {
    [client.customFetch]: customFetch,
    timeout: timeoutSeconds,
    // Settings allow http for the machine itself only.
    execute: server.protocol === 'http:' ? [client.allowInsecureRequests] : [],
  });
}
