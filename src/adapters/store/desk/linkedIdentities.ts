import type { ProviderStore } from '../../../desk/people/signInByProvider.ts';
import { minuteMs } from '../../../domain/basics/time.ts';
import { accountKey } from '../../../domain/people/emailFault.ts';
import type { Person } from '../../../domain/people/person.ts';
import type { Database, Queryable } from '../database.ts';
import { inDeed } from './auditLog.ts';
import { personColumns, personOf } from './personRows.ts';
import { insertSession } from './sessions.ts';

export const createProviderStore = (db: Database): ProviderStore => ({
  openSession: (session) => db.transaction((tx) => insertSession(tx, session)),
  async personOfIdentity({ issuer, subject }) {
    const [person] = await db.query<Person>(
      `SELECT ${personColumns} FROM people AS p WHERE p.issued_by = $1 AND p.subject = $2 AND p.disabled_at IS NULL`,
      [issuer, subject],
    );
    return person ?? null;
  },
  linkByEmail: (email, { issuer, subject }, entryOf) =>
    inDeed(db, async (tx) => {
      const [person] = await tx.query<Person>(
        `UPDATE people AS p SET issued_by = $2, subject = $3
          WHERE lower(p.email) = $1 AND p.issued_by IS NULL AND p.disabled_at IS NULL
            AND NOT EXISTS (SELECT FROM people AS other WHERE other.issued_by = $2 AND other.subject = $3)
         RETURNING ${personColumns}`,
        [accountKey(email), issuer, subject],
      );
      if (person === undefined) return { result: null, entry: null };
      return { result: person, entry: entryOf(person) };
    }),
});

const seenEveryMs = minuteMs;

/** Whom a proxy vouches for by an address; null: nobody, or they are disabled. Notes the use, once a minute at most. */
export async function personOfProxy(db: Queryable, email: string, at: Date): Promise<Person | null> {
  const [row] = await db.query<Person & { readonly seenAt: Date | null }>(
    `SELECT ${personColumns}, p.last_seen_at AS "seenAt" FROM people AS p WHERE lower(p.email) = $1 AND p.disabled_at IS NULL`,
    [accountKey(email)],
  );
  if (row === undefined) return null;
  if (row.seenAt === null || at.getTime() - row.seenAt.getTime() > seenEveryMs)
    await db.execute('UPDATE people SET last_seen_at = $2 WHERE id = $1', [row.id, at]);
  return personOf(row);
}
