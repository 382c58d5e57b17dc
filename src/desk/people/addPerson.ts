import { emailFault } from '../../domain/people/emailFault.ts';
import type { Person } from '../../domain/people/person.ts';
import type { PersonRole } from '../../domain/people/role.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import { nameFault, zoneFault } from './ownAccount.ts';
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
  | { readonly kind: 'added'; readonly person: Person; readonly linkToken: string }
  | { readonly kind: 'taken' }
  | { readonly kind: 'refused'; readonly field: 'email' | 'name' | 'timezone'; readonly reason: string };

/** Adds somebody who may sign in, with a link to do so the first time. */
export async function addPerson(
  { store, links }: { readonly store: AddPersonStore; readonly links: LinkDeps },
  deed: Deed,
  wanted: WantedPerson,
): Promise<AddPersonOutcome> {
  const refusal = refusalOf(wanted);
  if (refusal !== null) return { kind: 'refused', ...refusal };
  const { email, name, role } = wanted;
  const subject = { kind: 'person', id: email } as const;
  const entry = audited(deed, { action: 'person.added', subject, after: { email, name, role } });
  const person = await store.addPerson(wanted, entry);
  if (person === null) return { kind: 'taken' };
  const linkToken = await makeLink(links, { purpose: 'sign-in', personId: person.id, at: deed.at });
  return { kind: 'added', person, linkToken };
}

function refusalOf({
  email,
  name,
  timezone,
}: WantedPerson): { field: 'email' | 'name' | 'timezone'; reason: string } | null {
  const faults = { email: emailFault(email), name: nameFault(name), timezone: zoneFault(timezone) };
  for (const field of ['email', 'name', 'timezone'] as const) {
    const reason = faults[field];
    if (reason !== null) return { field, reason };
  }
  return null;
}
