import { dayMs } from '../../domain/basics/time.ts';
import { tokenPrefix } from '../../domain/people/apiToken.ts';
import type { Person } from '../../domain/people/person.ts';
import { includesRole } from '../../domain/people/role.ts';
import { roleOfScopes, type Scope } from '../../domain/people/scope.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

export interface NewToken {
  readonly tokenHash: Buffer;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly personId: number;
  readonly at: Date;
  readonly expiresAt: Date | null;
}

export interface MakeTokenStore {
  /** The token's number. */
  addToken(token: NewToken, entryOf: (id: number) => AuditEntry): Promise<number>;
}

export interface WantedToken {
  readonly owner: Pick<Person, 'id' | 'email' | 'role'>;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Null: it does not expire. */
  readonly days: number | null;
}

export type MakeTokenOutcome =
  /** `token` is shown once and kept nowhere. */
  | { readonly kind: 'made'; readonly id: number; readonly token: string }
  | { readonly kind: 'refused'; readonly field: 'name' | 'scopes' | 'days'; readonly reason: string };

const longestName = 80;
export const longestTokenDays = 3650;

/** Makes a token with which a program acts for its owner, and never with more rights than the owner has. */
export async function makeToken(
  { store, secrets }: { readonly store: MakeTokenStore; readonly secrets: Secrets },
  deed: Deed,
  { owner, name, scopes, days }: WantedToken,
): Promise<MakeTokenOutcome> {
  const fault = faultOf({ owner, name: name.trim(), scopes, days });
  if (fault !== null) return { kind: 'refused', ...fault };
  const token = `${tokenPrefix}${secrets.newToken()}`;
  const expiresAt = days === null ? null : new Date(deed.at.getTime() + days * dayMs);
  const made = { name: name.trim(), scopes: [...new Set(scopes)], expiresAt };
  const id = await store.addToken(
    { ...made, tokenHash: hashOfToken(token), personId: owner.id, at: deed.at },
    (number) =>
      audited(deed, {
        action: 'token.made',
        subject: { kind: 'token', id: String(number) },
        after: { ...made, owner: owner.email },
      }),
  );
  return { kind: 'made', id, token };
}

function faultOf({
  owner,
  name,
  scopes,
  days,
}: WantedToken): { field: 'name' | 'scopes' | 'days'; reason: string } | null {
  if (name === '') return { field: 'name', reason: 'Say what uses it: you will want to know when you revoke it.' };
  if (name.length > longestName) return { field: 'name', reason: `Take at most ${longestName} characters.` };
  if (scopes.length === 0) return { field: 'scopes', reason: 'Choose at least one.' };
  const role = roleOfScopes(scopes);
  if (role !== null && !includesRole(owner.role, role))
    return { field: 'scopes', reason: `This needs the role ${role}, and its owner is ${owner.role}.` };
  const isLasting = days === null || (Number.isInteger(days) && days >= 1 && days <= longestTokenDays);
  return isLasting ? null : { field: 'days', reason: `Give days from 1 to ${longestTokenDays}.` };
}
