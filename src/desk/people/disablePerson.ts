import type { Person } from '../../domain/people/person.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

export type AccessOutcome =
  | { readonly kind: 'done'; readonly person: Person }
  /** It was so before. */
  | { readonly kind: 'unchanged'; readonly person: Person }
  | { readonly kind: 'last admin'; readonly person: Person }
  | { readonly kind: 'not found' };

type EntryOf = (person: Person) => AuditEntry;

export interface AccessStore {
  /** Ends the sessions and links of the person as well. */
  disable(personId: number, entryOf: EntryOf): Promise<AccessOutcome>;
  enable(personId: number, entryOf: EntryOf): Promise<AccessOutcome>;
  /** Ends all sessions but the one that is kept; how many ended. Null: there is no such person. */
  endSessions(personId: number, kept: Buffer | null, entryOf: EntryOf): Promise<number | null>;
}

const entryFor =
  (deed: Deed, action: string): EntryOf =>
  ({ email }) =>
    audited(deed, { action, subject: { kind: 'person', id: email } });

/** Keeps somebody out at once, tokens included; what they did stays theirs. */
export const disablePerson = (store: AccessStore, deed: Deed, personId: number): Promise<AccessOutcome> =>
  store.disable(personId, entryFor(deed, 'person.disabled'));

/** Lets somebody in again. Their tokens work again, too; their sessions stay ended. */
export const enablePerson = (store: AccessStore, deed: Deed, personId: number): Promise<AccessOutcome> =>
  store.enable(personId, entryFor(deed, 'person.enabled'));

/** Signs somebody out on all devices, or on all but the one that is kept; how many sessions ended. */
export const signOutEverywhere = (
  store: AccessStore,
  deed: Deed,
  { personId, kept = null }: { readonly personId: number; readonly kept?: Buffer | null },
): Promise<number | null> => store.endSessions(personId, kept, entryFor(deed, 'person.signed-out'));
