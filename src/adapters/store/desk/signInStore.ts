import type { Account, SignInStore, SignInTry } from '../../../desk/people/signIn.ts';
import { accountKey } from '../../../domain/people/emailFault.ts';
import {
  failuresRememberedMs,
  nextSignInAt,
  pausePolicies,
  type SignInFailures,
} from '../../../domain/people/signInPause.ts';
import type { Database, Queryable } from '../database.ts';
import { personColumns } from './personRows.ts';
import { insertSession } from './sessions.ts';

export const createSignInStore = (db: Database): SignInStore => ({
  openSession: (session) => db.transaction((tx) => insertSession(tx, session)),
  async account(email) {
    const [account] = await db.query<Account>(
      `SELECT ${personColumns}, p.password_hash AS "passwordHash" FROM people AS p
        WHERE lower(p.email) = $1 AND p.disabled_at IS NULL`,
      [accountKey(email)],
    );
    return account ?? null;
  },
  takeTry: (tries, at) => db.transaction((tx) => takeTry(tx, tries, at)),
  async succeeded(tries) {
    const keys = (policy: SignInTry['policy']) => tries.filter((each) => each.policy === policy).map(keyOf);
    await db.execute('DELETE FROM sign_in_failures WHERE key = ANY ($1)', [keys('account')]);
    await db.execute('UPDATE sign_in_failures SET failures = failures - 1 WHERE key = ANY ($1) AND failures > 0', [
      keys('address'),
    ]);
  },
});

const keyOf = ({ policy, key }: SignInTry): string => `${policy} ${key.slice(0, 300)}`;

async function takeTry(tx: Queryable, tries: readonly SignInTry[], at: Date): Promise<Date | null> {
  let paused: Date | null = null;
  for (const each of [...tries].sort((a, b) => keyOf(a).localeCompare(keyOf(b)))) {
    const until = pauseOf(await lockedFailures(tx, keyOf(each), at), each);
    if (until !== null && until > at && (paused === null || until > paused)) paused = until;
  }
  const keys = tries.map(keyOf);
  // Whoever is paused leaves no rows behind, however many accounts are tried.
  if (paused !== null) await tx.execute('DELETE FROM sign_in_failures WHERE key = ANY ($1) AND failures = 0', [keys]);
  else
    await tx.execute('UPDATE sign_in_failures SET failures = failures + 1, last_at = $2 WHERE key = ANY ($1)', [
      keys,
      at,
    ]);
  return paused;
}

const pauseOf = (failures: SignInFailures, { policy }: SignInTry): Date | null =>
  nextSignInAt(failures, pausePolicies[policy]);

/** Whoever counts the same key waits until this transaction ends. */
async function lockedFailures(tx: Queryable, key: string, at: Date): Promise<SignInFailures> {
  const [row] = await tx.query<SignInFailures>(
    `INSERT INTO sign_in_failures AS f (key, failures, last_at) VALUES ($1, 0, $2)
     ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN f.last_at < $3 THEN 0 ELSE f.failures END
     RETURNING failures, last_at AS "lastAt"`,
    [key, at, new Date(at.getTime() - failuresRememberedMs)],
  );
  if (row === undefined) throw new Error('counting a sign-in gave no row');
  return row;
}
