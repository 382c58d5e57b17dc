import { type NewSession, sessionLimits } from '../../../desk/people/openSession.ts';
import { minuteMs } from '../../../domain/basics/time.ts';
import type { Person } from '../../../domain/people/person.ts';
import { failuresRememberedMs } from '../../../domain/people/signInPause.ts';
import type { Queryable } from '../database.ts';
import { personColumns } from './personRows.ts';

export async function insertSession(db: Queryable, session: NewSession): Promise<void> {
  const { tokenHash, personId, at, expiresAt, userAgent, address } = session;
  await db.execute(
    `INSERT INTO sessions (token_hash, person_id, created_at, last_seen_at, expires_at, user_agent, address)
     VALUES ($1, $2, $3, $3, $4, $5, $6)`,
    [tokenHash, personId, at, expiresAt, userAgent.slice(0, 300), address],
  );
  await db.execute('UPDATE people SET last_seen_at = $2 WHERE id = $1', [personId, at]);
}

const seenEveryMs = minuteMs;

/** Whose session it is; null: none, ended, unused for too long, or the person is disabled. Notes the use, once a minute at most. */
export async function personOfSession(
  db: Queryable,
  tokenHash: Buffer,
  { at, idleMs }: { readonly at: Date; readonly idleMs: number },
): Promise<Person | null> {
  const [row] = await db.query<Person & { readonly seenAt: Date }>(
    `SELECT ${personColumns}, s.last_seen_at AS "seenAt" FROM sessions AS s JOIN people AS p ON p.id = s.person_id
      WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.last_seen_at > $3 AND p.disabled_at IS NULL`,
    [tokenHash, at, new Date(at.getTime() - idleMs)],
  );
  if (row === undefined) return null;
  const { seenAt, ...person } = row;
  if (at.getTime() - seenAt.getTime() > seenEveryMs)
    await db.execute(
      `WITH seen AS (UPDATE sessions SET last_seen_at = $2 WHERE token_hash = $1 RETURNING person_id)
       UPDATE people SET last_seen_at = $2 WHERE id = (SELECT person_id FROM seen)`,
      [tokenHash, at],
    );
  return person;
}

export const endSession = (db: Queryable, tokenHash: Buffer): Promise<number> =>
  db.execute('DELETE FROM sessions WHERE token_hash = $1', [tokenHash]);

/** Of everybody: sessions, links, tokens and counts of tries that are of no use any more. */
export async function forgetOldSignIns(db: Queryable, now: Date): Promise<void> {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  await db.execute('DELETE FROM sessions WHERE expires_at < $1 OR last_seen_at < $2', [now, ago(sessionLimits.idleMs)]);
  await db.execute('DELETE FROM sign_in_links WHERE expires_at < $1 OR used_at IS NOT NULL', [now]);
  await db.execute('DELETE FROM sign_in_failures WHERE last_at < $1', [ago(failuresRememberedMs)]);
}
