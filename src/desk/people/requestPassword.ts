import { accountKey } from '../../domain/people/emailFault.ts';
import type { Person } from '../../domain/people/person.ts';
import { networkOf } from '../../domain/people/signInPause.ts';
import type { Origin } from './openSession.ts';
import type { SignInTry } from './signIn.ts';
import { type LinkDeps, makeLink } from './signInLink.ts';

export interface RequestPasswordStore {
  /** By email address, whatever its case; null: none, or it is disabled. */
  account(email: string): Promise<Person | null>;
  takeTry(tries: readonly SignInTry[], at: Date): Promise<Date | null>;
}

/** Sends the link. Resolves before the mail is sent: how long it takes tells nobody who has an account. */
export type SendResetMail = (person: Person, link: string) => void;

interface RequestPasswordDeps {
  readonly store: RequestPasswordStore;
  readonly links: LinkDeps;
  readonly sendResetMail: SendResetMail;
  readonly publicUrl: string;
}

/** Sends a link for a new password to an account that there is. Whoever asks often is slowed like whoever guesses. */
export async function requestPassword(
  { store, links, sendResetMail, publicUrl }: RequestPasswordDeps,
  { email, from, at }: { readonly email: string; readonly from: Origin; readonly at: Date },
): Promise<void> {
  const tries: readonly SignInTry[] = [
    { policy: 'account', key: `password ${accountKey(email)}` },
    { policy: 'address', key: `password ${networkOf(from.address)}` },
  ];
  if ((await store.takeTry(tries, at)) !== null) return;
  const person = await store.account(email);
  if (person === null) return;
  const token = await makeLink(links, { purpose: 'password', personId: person.id, at });
  sendResetMail(person, `${publicUrl}/password/${token}`);
}
