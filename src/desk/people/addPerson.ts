import type { Person } from '../../domain/people/person.ts';
import type { PersonRole } from '../../domain/people/role.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { type LinkDeps, makeLink } from './signInLink.ts';

export interface WantedPerson {
  readonly email: string;
  readonly name: string;
  readonly role: PersonRole;
  readonly timezone: string;
}

export interface AddPersonStore {
  /** Null when the address is somebody's already. */
  addPerson(person: WantedPerson, entry: AuditEntry): Promise<Person | null>;
}

export type AddPersonOutcome =
  /** `linkToken` signs the person in once: hand it over. */
  { readonly kind: 'added'; readonly person: Person; readonly linkToken: string } | { readonly kind: 'taken' };

/** Adds somebody who may sign in, with a link to do so the first time. */
export async function addPerson(
  { store, links }: { readonly store: AddPersonStore; readonly links: LinkDeps },
  deed: Deed,
  wanted: WantedPerson,
): Promise<AddPersonOutcome> {
  const { email, name, role } = wanted;
  const subject = { kind: 'person', id: email } as const;
  const entry = audited(deed, { action: 'person.added', subject, after: { email, name, role } });
  const person = await store.addPerson(wanted, entry);
  if (person === null) return { kind: 'taken' };
  const linkToken = await makeLink(links, { purpose: 'sign-in', personId: person.id, at: deed.at });
  return { kind: 'added', person, linkToken };
}
