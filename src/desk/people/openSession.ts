import { dayMs } from '../../domain/basics/time.ts';
import type { Person } from '../../domain/people/person.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { Secrets } from '../../ports/secrets.ts';

/** Where somebody signs in from, as far as that is known. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

export interface NewSession extends Origin {
  readonly tokenHash: Buffer;
  readonly personId: number;
  readonly at: Date;
  readonly expiresAt: Date;
}

export interface SessionStore {
  openSession(session: NewSession): Promise<void>;
}

/** A session ends after so long, and sooner where nobody uses it. */
export const sessionLimits = { wholeMs: 30 * dayMs, idleMs: 7 * dayMs } as const;

/** Somebody is signed in from now on; the token is for the cookie, and nowhere else. Each sign-in makes a new one. */
export async function openSession(
  store: SessionStore,
  secrets: Secrets,
  { id: personId }: Pick<Person, 'id'>,
  { from, at }: { readonly from: Origin; readonly at: Date },
): Promise<string> {
  const token = secrets.newToken();
  const expiresAt = new Date(at.getTime() + sessionLimits.wholeMs);
  await store.openSession({ ...from, tokenHash: hashOfToken(token), personId, at, expiresAt });
  return token;
}
