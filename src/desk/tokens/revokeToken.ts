import type { ListedToken } from '../../domain/people/apiToken.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

export interface RevokeTokenStore {
  /** `ownerId` null: of whomever. Null: there is none that still works. */
  revokeToken(
    token: { readonly id: number; readonly ownerId: number | null },
    entryOf: (token: ListedToken) => AuditEntry,
  ): Promise<ListedToken | null>;
}

export type RevokeTokenOutcome =
  | { readonly kind: 'revoked'; readonly token: ListedToken }
  | { readonly kind: 'not found' };

/** Ends a token at once. `ownerId`: only if it is theirs; null: whoever it belongs to. */
export async function revokeToken(
  store: RevokeTokenStore,
  deed: Deed,
  which: { readonly id: number; readonly ownerId: number | null },
): Promise<RevokeTokenOutcome> {
  const token = await store.revokeToken(which, ({ id, name, ownerName }) =>
    audited(deed, {
      action: 'token.revoked',
      subject: { kind: 'token', id: String(id) },
      before: { name, owner: ownerName },
    }),
  );
  return token === null ? { kind: 'not found' } : { kind: 'revoked', token };
}
