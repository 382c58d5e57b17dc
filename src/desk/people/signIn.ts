import { accountKey } from '../../domain/people/emailFault.ts';
import type { Person } from '../../domain/people/person.ts';
import { networkOf, type PauseName } from '../../domain/people/signInPause.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type Origin, openSession, type SessionStore } from './openSession.ts';

/** An account as signing in needs it. */
export interface Account extends Person {
  readonly passwordHash: string | null;
}

export interface SignInStore extends SessionStore {
  /** By email address, whatever its case; null: none, or it is disabled. */
  account(email: string): Promise<Account | null>;
  /**
   * Counts a try as failed before it is looked at, so that many at once are not all free. While one of them is paused,
   * none is counted, and the answer is when it ends.
   */
  takeTry(tries: readonly SignInTry[], at: Date): Promise<Date | null>;
  /** After one that succeeded: nothing failed of an account, one try less of an address. Who may sign in guesses no faster. */
  succeeded(tries: readonly SignInTry[]): Promise<void>;
}

/** Of whom tries are counted: an account or an address. */
export interface SignInTry {
  readonly policy: PauseName;
  readonly key: string;
}

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
  readonly from: Origin;
  readonly at: Date;
}

export type SignInOutcome =
  | { readonly kind: 'signed in'; readonly token: string; readonly person: Person }
  /** The account is unknown or the password is wrong; which of them is not said. */
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly until: Date };

/** Signs in by email address and password; tries are slowed for the account and for the address they come from. */
export async function signIn(
  { store, secrets }: { readonly store: SignInStore; readonly secrets: Secrets },
  { email, password, from, at }: SignInRequest,
): Promise<SignInOutcome> {
  const tries: readonly SignInTry[] = [
    { policy: 'account', key: accountKey(email) },
    { policy: 'address', key: networkOf(from.address) },
  ];
  const until = await store.takeTry(tries, at);
  if (until !== null) return { kind: 'paused', until };
  const account = await store.account(email);
  const isRight = await secrets.isPassword(password, account?.passwordHash ?? null);
  if (account === null || !isRight) return { kind: 'wrong' };
  await store.succeeded(tries);
  const { passwordHash: _, ...person } = account;
  return { kind: 'signed in', person, token: await openSession(store, secrets, person, { from, at }) };
}
