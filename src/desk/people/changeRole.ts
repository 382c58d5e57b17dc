import type { Person } from '../../domain/people/person.ts';
import type { PersonRole } from '../../domain/people/role.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';

export interface RoleChange {
  readonly personId: number;
  /** The role that whoever asks has seen. */
  readonly basedOn: PersonRole;
  readonly role: PersonRole;
}

export type ChangeRoleOutcome =
  | { readonly kind: 'changed'; readonly person: Person }
  /** Somebody else was faster. */
  | { readonly kind: 'conflict'; readonly current: Person }
  /** Nobody could decide about people any more. */
  | { readonly kind: 'last admin'; readonly current: Person }
  | { readonly kind: 'not found' };

export interface ChangeRoleStore {
  changeRole(change: RoleChange, entryOf: (before: Person) => AuditEntry): Promise<ChangeRoleOutcome>;
}

/** Gives somebody another role, from their next request on. */
export const changeRole = (store: ChangeRoleStore, deed: Deed, change: RoleChange): Promise<ChangeRoleOutcome> =>
  store.changeRole(change, ({ email, role }) =>
    audited(deed, {
      action: 'person.role-changed',
      subject: { kind: 'person', id: email },
      before: { role },
      after: { role: change.role },
    }),
  );
