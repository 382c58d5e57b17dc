import { accountKey } from '../../../domain/people/emailFault.ts';
import type { ListedPerson, ListedSession } from '../../../domain/people/listedPerson.ts';
import type { Queryable } from '../database.ts';
import { personColumns } from './personRows.ts';

const listedColumns = `${personColumns}, p.disabled_at AS "disabledAt", p.last_seen_at AS "lastSeenAt", p.created_at AS "createdAt",
  p.password_hash IS NOT NULL AS "hasPassword", p.issued_by AS "issuedBy"`;

/** In the order of their addresses, from behind one on. */
export const listPeople = (
  db: Queryable,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly ListedPerson[]> =>
  db.query<ListedPerson>(
    `SELECT ${listedColumns} FROM people AS p WHERE $1::text IS NULL OR lower(p.email) > $1 ORDER BY lower(p.email) LIMIT $2`,
    [after === null ? null : accountKey(after), limit],
  );

/** By address, whatever its case; also one who is disabled. */
export async function personByEmail(db: Queryable, email: string): Promise<ListedPerson | null> {
  const [person] = await db.query<ListedPerson>(`SELECT ${listedColumns} FROM people AS p WHERE lower(p.email) = $1`, [
    accountKey(email),
  ]);
  return person ?? null;
}

export async function personById(db: Queryable, id: number): Promise<ListedPerson | null> {
  const [person] = await db.query<ListedPerson>(`SELECT ${listedColumns} FROM people AS p WHERE p.id = $1`, [id]);
  return person ?? null;
}

/** Where somebody is signed in, the latest use first. */
export const sessionsOf = (
  db: Queryable,
  personId: number,
  { at, idleMs }: { readonly at: Date; readonly idleMs: number },
): Promise<readonly ListedSession[]> =>
  db.query<ListedSession>(
    `SELECT encode(token_hash, 'hex') AS id, created_at AS "createdAt", last_seen_at AS "lastSeenAt", user_agent AS "userAgent",
            address
       FROM sessions WHERE person_id = $1 AND expires_at > $2 AND last_seen_at > $3 ORDER BY last_seen_at DESC LIMIT 100`,
    [personId, at, new Date(at.getTime() - idleMs)],
  );

/** Ends one session of somebody, and nobody else's. */
export const endOwnSession = (db: Queryable, personId: number, id: string): Promise<number> =>
  db.execute(`DELETE FROM sessions WHERE person_id = $1 AND encode(token_hash, 'hex') = $2`, [personId, id]);
