import { createOpenIdProvider } from '../adapters/oidc/openIdProvider.ts';
import type { IdentityProvider } from '../ports/identityProvider.ts';
import type { AppContext } from './context.ts';

/** The identity provider that the settings name; null: none. */
export function openIdProvider({
  settings: { oidc, publicUrl },
  agent,
  log,
}: Pick<AppContext, 'settings' | 'agent' | 'log'>): IdentityProvider | null {
  if (oidc === null) return null;
  return createOpenIdProvider({ ...oidc, redirectUri: `${publicUrl}/sign-in/oidc/callback`, agent, log });
}
