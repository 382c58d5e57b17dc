import type { Person } from '../../domain/people/person.ts';
import type { Identity } from '../../ports/identityProvider.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type AuditEntry, audited } from '../deed.ts';
import { type Origin, openSession, type SessionStore } from './openSession.ts';

export interface ProviderStore extends SessionStore {
  /** Null: nobody is linked to it, or they are disabled. */
  personOfIdentity(identity: Identity): Promise<Person | null>;
  /** Links whoever has the address and no provider yet; null: nobody. */
  linkByEmail(email: string, identity: Identity, entryOf: (person: Person) => AuditEntry): Promise<Person | null>;
}

export type ProviderOutcome =
  | { readonly kind: 'signed in'; readonly token: string; readonly person: Person }
  /** Nobody was added with this address. */
  | { readonly kind: 'unknown'; readonly email: string | null };

/**
 * Signs in whom an identity provider vouches for: by its name for them, and the first time by the address that it verified.
 * Nobody is added this way: an administrator does.
 */
export async function signInByProvider(
  { store, secrets }: { readonly store: ProviderStore; readonly secrets: Secrets },
  identity: Identity,
  { from, at }: { readonly from: Origin; readonly at: Date },
): Promise<ProviderOutcome> {
  const entryOf = ({ id, email, name }: Person) =>
    audited(
      { by: { kind: 'person', id, name }, why: '', at },
      {
        action: 'person.linked',
        subject: { kind: 'person', id: email },
        after: { issuer: identity.issuer, subject: identity.subject },
      },
    );
  const { email } = identity;
  const person =
    (await store.personOfIdentity(identity)) ??
    (email === null ? null : await store.linkByEmail(email, identity, entryOf));
  if (person === null) return { kind: 'unknown', email };
  return { kind: 'signed in', person, token: await openSession(store, secrets, person, { from, at }) };
}
