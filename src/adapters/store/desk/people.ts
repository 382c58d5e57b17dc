import type { AddPersonStore } from '../../../desk/people/addPerson.ts';
import type { ChangeRoleOutcome, ChangeRoleStore } from '../../../desk/people/changeRole.ts';
import type { AccessOutcome, AccessStore } from '../../../desk/people/disablePerson.ts';
import type { OwnAccountStore } from '../../../desk/people/ownAccount.ts';
import type { PasswordLinkStore } from '../../../desk/people/passwordLink.ts';
import { accountKey } from '../../../domain/people/emailFault.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Database, Queryable } from '../database.ts';
import { inDeed } from './auditLog.ts';
import { personColumns } from './personRows.ts';
import { endAccess, insertPerson } from './signInLinks.ts';

type PeopleStore = AddPersonStore &
  ChangeRoleStore &
  AccessStore &
  PasswordLinkStore &
  Pick<OwnAccountStore, 'changeProfile' | 'changePassword'>;

export const createPeopleStore = (db: Database): PeopleStore => ({
  addPerson: (wanted, entry) =>
    inDeed(db, async (tx) => {
      const taken = await tx.query('SELECT FROM people WHERE lower(email) = $1', [accountKey(wanted.email)]);
      if (taken.length > 0) return { result: null, entry: null };
      return { result: await insertPerson(tx, { ...wanted, passwordHash: null }, entry.at), entry };
    }),
  changeRole: ({ personId, basedOn, role }, entryOf) =>
    inDeed<ChangeRoleOutcome>(db, async (tx) => {
      const isLast = await isLastAdmin(tx, personId);
      const current = await lockedPerson(tx, personId);
      if (current === null) return { result: { kind: 'not found' }, entry: null };
      if (current.role !== basedOn) return { result: { kind: 'conflict', current }, entry: null };
      if (isLast && role !== 'admin') return { result: { kind: 'last admin', current }, entry: null };
      if (current.role === role) return { result: { kind: 'changed', person: current }, entry: null };
      await tx.execute('UPDATE people SET role = $2 WHERE id = $1', [personId, role]);
      return { result: { kind: 'changed', person: { ...current, role } }, entry: entryOf(current) };
    }),
  disable: (personId, entryOf) =>
    inDeed<AccessOutcome>(db, async (tx) => {
      const isLast = await isLastAdmin(tx, personId);
      const person = await lockedPerson(tx, personId);
      if (person === null) return { result: { kind: 'not found' }, entry: null };
      if (isLast) return { result: { kind: 'last admin', person }, entry: null };
      const entry = entryOf(person);
      const changed = await tx.execute('UPDATE people SET disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL', [
        personId,
        entry.at,
      ]);
      if (changed === 0) return { result: { kind: 'unchanged', person }, entry: null };
      await endAccess(tx, personId);
      return { result: { kind: 'done', person }, entry };
    }),
  enable: (personId, entryOf) =>
    inDeed<AccessOutcome>(db, async (tx) => {
      const person = await lockedPerson(tx, personId);
      if (person === null) return { result: { kind: 'not found' }, entry: null };
      const changed = await tx.execute(
        'UPDATE people SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL',
        [personId],
      );
      if (changed === 0) return { result: { kind: 'unchanged', person }, entry: null };
      return { result: { kind: 'done', person }, entry: entryOf(person) };
    }),
  endSessions: (personId, kept, entryOf) =>
    inDeed(db, async (tx) => {
      const person = await lockedPerson(tx, personId);
      if (person === null) return { result: null, entry: null };
      const ended = await endOtherSessions(tx, personId, kept);
      return { result: ended, entry: ended === 0 ? null : entryOf(person) };
    }),
  recordLink: (personId, entryOf) =>
    inDeed(db, async (tx) => {
      const person = await lockedPerson(tx, personId, 'AND p.disabled_at IS NULL');
      return { result: person, entry: person === null ? null : entryOf(person) };
    }),
  changeProfile: (personId, { name, timezone }, entry) =>
    inDeed(db, async (tx) => {
      await tx.execute('UPDATE people SET name = $2, timezone = $3 WHERE id = $1', [personId, name, timezone]);
      return { result: undefined, entry };
    }),
  changePassword: ({ personId, passwordHash, kept }, entry) =>
    inDeed(db, async (tx) => {
      await tx.execute('UPDATE people SET password_hash = $2 WHERE id = $1', [personId, passwordHash]);
      await endOtherSessions(tx, personId, kept);
      await tx.execute('DELETE FROM sign_in_links WHERE person_id = $1', [personId]);
      return { result: undefined, entry };
    }),
});

const endOtherSessions = (tx: Queryable, personId: number, kept: Buffer | null): Promise<number> =>
  tx.execute('DELETE FROM sessions WHERE person_id = $1 AND ($2::bytea IS NULL OR token_hash <> $2)', [personId, kept]);

async function lockedPerson(tx: Queryable, id: number, condition = ''): Promise<Person | null> {
  const [person] = await tx.query<Person>(
    `SELECT ${personColumns} FROM people AS p WHERE p.id = $1 ${condition} FOR UPDATE`,
    [id],
  );
  return person ?? null;
}

/** Locks all administrators, always in the same order: of two that take the last two away at once, the second sees one. */
async function isLastAdmin(tx: Queryable, personId: number): Promise<boolean> {
  const admins = await tx.query<{ readonly id: number }>(
    `SELECT id FROM people WHERE role = 'admin' AND disabled_at IS NULL ORDER BY id FOR UPDATE`,
  );
  return admins.length === 1 && admins[0]?.id === personId;
}
