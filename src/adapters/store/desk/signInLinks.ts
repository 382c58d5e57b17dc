import type { AuditEntry } from '../../../desk/deed.ts';
import type { LinkPurpose, LinkStore, NewPerson, OpenLink } from '../../../desk/people/signInLink.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { PersonRole } from '../../../domain/people/role.ts';
import type { Database, Queryable } from '../database.ts';
import { recordAudit } from './auditLog.ts';
import { personColumns, personOf } from './personRows.ts';
import { insertSession } from './sessions.ts';

export const createLinkStore = (db: Database): LinkStore => ({
  openSession: (session) => db.transaction((tx) => insertSession(tx, session)),
  addLink: ({ tokenHash, purpose, personId, at, expiresAt }) =>
    db.transaction(async (tx) => {
      await tx.execute('DELETE FROM sign_in_links WHERE purpose = $1 AND person_id IS NOT DISTINCT FROM $2', [
        purpose,
        personId,
      ]);
      await tx.execute(
        'INSERT INTO sign_in_links (token_hash, purpose, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)',
        [tokenHash, purpose, personId, at, expiresAt],
      );
    }),
  openLink: (tokenHash, at) => openLink(db, tokenHash, at),
  useLink: (tokenHash, at) => useLink(db, tokenHash, at),
  hasPeople: async () => (await db.query('SELECT FROM people LIMIT 1')).length > 0,
  addFirstAdmin: (tokenHash, admin, entry) => db.transaction((tx) => addFirstAdmin(tx, tokenHash, admin, entry)),
  setPassword: (tokenHash, { passwordHash }, entry) =>
    db.transaction((tx) => setPassword(tx, tokenHash, passwordHash, entry)),
});

async function openLink(db: Queryable, tokenHash: Buffer, at: Date): Promise<OpenLink | null> {
  const [row] = await db.query<
    { readonly purpose: LinkPurpose } & { readonly [Key in keyof Person]: Person[Key] | null }
  >(
    `SELECT l.purpose, ${personColumns} FROM sign_in_links AS l LEFT JOIN people AS p ON p.id = l.person_id
      WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND p.disabled_at IS NULL`,
    [tokenHash, at],
  );
  if (row === undefined) return null;
  const { purpose, ...person } = row;
  return { purpose, person: isPerson(person) ? personOf(person) : null };
}

const isPerson = (row: { readonly id: number | null }): row is Person => row.id !== null;

const useLink = async (db: Queryable, tokenHash: Buffer, at: Date): Promise<boolean> =>
  (await db.execute(
    'UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2',
    [tokenHash, at],
  )) === 1;

/** Two that come at once with ADMIN_EMAIL, or with a link, find one of them there. */
async function addFirstAdmin(
  tx: Queryable,
  tokenHash: Buffer | null,
  admin: NewPerson,
  entry: AuditEntry,
): Promise<Person | null> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.first-admin'))");
  if ((await tx.query('SELECT FROM people LIMIT 1')).length > 0) return null;
  if (tokenHash !== null && (await openLink(tx, tokenHash, entry.at))?.purpose !== 'first-admin') return null;
  if (tokenHash !== null && !(await useLink(tx, tokenHash, entry.at))) return null;
  const person = await insertPerson(tx, { ...admin, role: 'admin' }, entry.at);
  await recordAudit(tx, entry);
  return person;
}

/** Throws where somebody has the address already. */
export async function insertPerson(
  tx: Queryable,
  { email, name, role, timezone, passwordHash }: NewPerson & { readonly role: PersonRole },
  at: Date,
): Promise<Person> {
  const [person] = await tx.query<Person>(
    `INSERT INTO people AS p (email, name, role, timezone, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)
     RETURNING ${personColumns}`,
    [email, name, role, timezone, passwordHash, at],
  );
  if (person === undefined) throw new Error('adding a person gave no row');
  return person;
}

/** Ends all sessions of somebody, and the links that would open one. */
export async function endAccess(tx: Queryable, personId: number): Promise<void> {
  await tx.execute('DELETE FROM sessions WHERE person_id = $1', [personId]);
  await tx.execute('DELETE FROM sign_in_links WHERE person_id = $1', [personId]);
}

async function setPassword(
  tx: Queryable,
  tokenHash: Buffer,
  passwordHash: string,
  entry: AuditEntry,
): Promise<Person | null> {
  const link = await openLink(tx, tokenHash, entry.at);
  if (link?.person == null || !(await useLink(tx, tokenHash, entry.at))) return null;
  await tx.execute('UPDATE people SET password_hash = $2 WHERE id = $1', [link.person.id, passwordHash]);
  await endAccess(tx, link.person.id);
  await recordAudit(tx, entry);
  return link.person;
}
