import { passwordFault } from '../../domain/people/passwordFault.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type AuditEntry, audited, type Deed } from '../deed.ts';
import type { Account, SignInTry } from './signIn.ts';

export interface Profile {
  readonly name: string;
  /** IANA name. */
  readonly timezone: string;
}

export interface OwnAccountStore {
  account(email: string): Promise<Account | null>;
  takeTry(tries: readonly SignInTry[], at: Date): Promise<Date | null>;
  succeeded(tries: readonly SignInTry[]): Promise<void>;
  changeProfile(personId: number, profile: Profile, entry: AuditEntry): Promise<void>;
  /** Ends all sessions but the kept one, and all links. */
  changePassword(
    change: { readonly personId: number; readonly passwordHash: string; readonly kept: Buffer | null },
    entry: AuditEntry,
  ): Promise<void>;
}

export type ProfileOutcome =
  | { readonly kind: 'saved' }
  | { readonly kind: 'refused'; readonly field: 'name' | 'timezone'; readonly reason: string };

const longestName = 100;

export function nameFault(name: string): string | null {
  if (name.trim() === '') return 'Give a name: others see it.';
  return name.trim().length > longestName ? `Take at most ${longestName} characters.` : null;
}

/** Changes one's own name and zone. */
export async function changeProfile(
  store: OwnAccountStore,
  deed: Deed,
  person: Person,
  { name, timezone }: Profile,
): Promise<ProfileOutcome> {
  const wrongName = nameFault(name);
  if (wrongName !== null) return { kind: 'refused', field: 'name', reason: wrongName };
  const wrongZone = zoneFault(timezone);
  if (wrongZone !== null) return { kind: 'refused', field: 'timezone', reason: wrongZone };
  const after = { name: name.trim(), timezone };
  const before = { name: person.name, timezone: person.timezone };
  const what = {
    action: 'person.profile-changed',
    subject: { kind: 'person', id: person.email },
    before,
    after,
  } as const;
  await store.changeProfile(person.id, after, audited(deed, what));
  return { kind: 'saved' };
}

/** What is wrong with the name of a time zone; null: IANA has it. */
export function zoneFault(name: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return null;
  } catch {
    return 'Give a zone by its IANA name, like Asia/Almaty.';
  }
}

export interface PasswordChange {
  /** The one so far; of no matter where there is none yet. */
  readonly old: string;
  readonly wanted: string;
  /** Whose session stays open. */
  readonly kept: Buffer | null;
}

export type PasswordOutcome =
  | { readonly kind: 'changed' }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly until: Date }
  | { readonly kind: 'refused'; readonly reason: string };

/** Changes one's own password by the old one; guessing it is slowed as at sign-in. All other sessions end. */
export async function changePassword(
  { store, secrets }: { readonly store: OwnAccountStore; readonly secrets: Secrets },
  deed: Deed,
  person: Person,
  { old, wanted, kept }: PasswordChange,
): Promise<PasswordOutcome> {
  const fault = passwordFault(wanted, person.email);
  if (fault !== null) return { kind: 'refused', reason: fault };
  const account = await store.account(person.email);
  if (account === null) return { kind: 'wrong' };
  if (account.passwordHash !== null) {
    const tries: readonly SignInTry[] = [{ policy: 'account', key: `change ${person.id}` }];
    const until = await store.takeTry(tries, deed.at);
    if (until !== null) return { kind: 'paused', until };
    if (!(await secrets.isPassword(old, account.passwordHash))) return { kind: 'wrong' };
    await store.succeeded(tries);
  }
  const passwordHash = await secrets.hashPassword(wanted);
  const entry = audited(deed, { action: 'person.password-set', subject: { kind: 'person', id: person.email } });
  await store.changePassword({ personId: person.id, passwordHash, kept }, entry);
  return { kind: 'changed' };
}
