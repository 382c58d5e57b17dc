import { dayMs, hourMs } from '../../domain/basics/time.ts';
import { emailFault } from '../../domain/people/emailFault.ts';
import { passwordFault } from '../../domain/people/passwordFault.ts';
import type { Person } from '../../domain/people/person.ts';
import { hashOfToken } from '../../domain/people/tokenHash.ts';
import type { Secrets } from '../../ports/secrets.ts';
import { type Actor, type AuditEntry, audited } from '../deed.ts';
import { type Origin, openSession, type SessionStore } from './openSession.ts';

/** What a link is for: making the first admin, signing in at once, or setting a password. */
export type LinkPurpose = 'first-admin' | 'sign-in' | 'password';

export interface NewLink {
  readonly tokenHash: Buffer;
  readonly purpose: LinkPurpose;
  readonly personId: number | null;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** A link that still works. */
export interface OpenLink {
  readonly purpose: LinkPurpose;
  /** Null for the first admin's. */
  readonly person: Person | null;
}

export interface LinkStore extends SessionStore {
  /** Older links of the same purpose for the same person end. */
  addLink(link: NewLink): Promise<void>;
  /** Null: unknown, used, too old, or its person is disabled. */
  openLink(tokenHash: Buffer, at: Date): Promise<OpenLink | null>;
  /** Marks it used; false when somebody else was faster. */
  useLink(tokenHash: Buffer, at: Date): Promise<boolean>;
  hasPeople(): Promise<boolean>;
  /** Makes the first admin and ends the link, both or neither; null when the link is used or somebody is there already. */
  addFirstAdmin(tokenHash: Buffer | null, admin: NewPerson, entry: AuditEntry): Promise<Person | null>;
  /** Sets the password, ends the link and all sessions of the person; null when the link is used. */
  setPassword(tokenHash: Buffer, change: { readonly passwordHash: string }, entry: AuditEntry): Promise<Person | null>;
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  readonly timezone: string;
  readonly passwordHash: string | null;
}

const lifetimesMs: Readonly<Record<LinkPurpose, number>> = {
  'first-admin': 7 * dayMs,
  'sign-in': 7 * dayMs,
  password: 2 * hourMs,
};

export interface LinkDeps {
  readonly store: LinkStore;
  readonly secrets: Secrets;
}

/** A link's token, to be shown or sent once. */
export async function makeLink(
  { store, secrets }: LinkDeps,
  link: { readonly purpose: LinkPurpose; readonly personId: number | null; readonly at: Date },
): Promise<string> {
  const token = secrets.newToken();
  const expiresAt = new Date(link.at.getTime() + lifetimesMs[link.purpose]);
  await store.addLink({ ...link, tokenHash: hashOfToken(token), expiresAt });
  return token;
}

export interface LinkUse {
  readonly token: string;
  readonly from: Origin;
  readonly at: Date;
}

export type LinkOutcome =
  | { readonly kind: 'signed in'; readonly token: string; readonly person: Person }
  /** Used, unknown or too old. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: string };

/** Signs the link's person in, once. */
export async function signInByLink(deps: LinkDeps, { token, from, at }: LinkUse): Promise<LinkOutcome> {
  const link = await deps.store.openLink(hashOfToken(token), at);
  if (link?.purpose !== 'sign-in' || link.person === null) return { kind: 'gone' };
  if (!(await deps.store.useLink(hashOfToken(token), at))) return { kind: 'gone' };
  return signedIn(deps, link.person, { from, at });
}

/** Makes the first admin by the link that the first start printed, and signs them in. */
export async function makeFirstAdmin(
  deps: LinkDeps,
  { token, from, at }: LinkUse,
  wanted: { readonly email: string; readonly name: string; readonly timezone: string; readonly password: string },
): Promise<LinkOutcome> {
  const fault = emailFault(wanted.email) ?? passwordFault(wanted.password, wanted.email);
  if (fault !== null) return { kind: 'refused', reason: fault };
  const { password, ...admin } = wanted;
  const passwordHash = await deps.secrets.hashPassword(password);
  const entry = audited(
    { by: byOneself(admin.name), why: 'first admin', at },
    {
      action: 'person.added',
      subject: { kind: 'person', id: admin.email },
      after: { email: admin.email, role: 'admin' },
    },
  );
  const person = await deps.store.addFirstAdmin(hashOfToken(token), { ...admin, passwordHash }, entry);
  return person === null ? { kind: 'gone' } : signedIn(deps, person, { from, at });
}

/** Sets a new password by a link from a mail, and signs in; all other sessions of the person end. */
export async function setPassword(
  deps: LinkDeps,
  { token, from, at }: LinkUse,
  password: string,
): Promise<LinkOutcome> {
  const link = await deps.store.openLink(hashOfToken(token), at);
  if (link?.purpose !== 'password' || link.person === null) return { kind: 'gone' };
  const fault = passwordFault(password, link.person.email);
  if (fault !== null) return { kind: 'refused', reason: fault };
  const passwordHash = await deps.secrets.hashPassword(password);
  const entry = audited(
    { by: byOneself(link.person.name, link.person.id), why: '', at },
    { action: 'person.password-set', subject: { kind: 'person', id: link.person.email } },
  );
  const person = await deps.store.setPassword(hashOfToken(token), { passwordHash }, entry);
  return person === null ? { kind: 'gone' } : signedIn(deps, person, { from, at });
}

const byOneself = (name: string, id: number | null = null): Actor => ({ kind: 'person', id, name });

const signedIn = async (
  { store, secrets }: LinkDeps,
  person: Person,
  when: { readonly from: Origin; readonly at: Date },
): Promise<LinkOutcome> => ({
  ...{ kind: 'signed in', person },
  token: await openSession(store, secrets, person, when),
});
