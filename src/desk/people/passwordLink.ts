import type { Person } from '../../domain/people/person.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { type LinkDeps, makeLink } from './signInLink.ts';

export interface PasswordLinkStore {
  /** Null: unknown, or disabled. */
  recordLink(personId: number, entryOf: (person: Person) => AuditEntry): Promise<Person | null>;
}

export type PasswordLinkOutcome =
  /** The token sets a new password once, for two hours: hand it over. */
  { readonly kind: 'made'; readonly person: Person; readonly linkToken: string } | { readonly kind: 'not found' };

/** Makes a link with which somebody else sets a new password. */
export async function passwordLinkFor(
  { store, links }: { readonly store: PasswordLinkStore; readonly links: LinkDeps },
  deed: Deed,
  personId: number,
): Promise<PasswordLinkOutcome> {
  const person = await store.recordLink(personId, ({ email }) =>
    audited(deed, { action: 'person.link-made', subject: { kind: 'person', id: email } }),
  );
  if (person === null) return { kind: 'not found' };
  return { kind: 'made', person, linkToken: await makeLink(links, { purpose: 'password', personId, at: deed.at }) };
}
