import { systemSecrets } from '../adapters/secrets/systemSecrets.ts';
import { createPeopleStore } from '../adapters/store/desk/people.ts';
import { createLinkStore } from '../adapters/store/desk/signInLinks.ts';
import { audited } from '../desk/deed.ts';
import { addPerson, type WantedPerson } from '../desk/people/addPerson.ts';
import { makeLink } from '../desk/people/signInLink.ts';
import type { AppContext } from './context.ts';
import { reachableUrl } from './startCanary.ts';

/**
 * While nobody can sign in: makes the account of ADMIN_EMAIL and ADMIN_PASSWORD, or a link that makes the first admin.
 * The link's path, to be shown to whoever started the service; null: somebody can sign in.
 */
export async function firstAdminPath({ db, settings, clock }: AppContext): Promise<string | null> {
  const store = createLinkStore(db);
  if (await store.hasPeople()) return null;
  const at = clock.now();
  const { adminEmail: email, adminPassword: password } = settings;
  if (email === null || password === null) {
    const token = await makeLink({ store, secrets: systemSecrets }, { purpose: 'first-admin', personId: null, at });
    return `/welcome/${token}`;
  }
  const passwordHash = await systemSecrets.hashPassword(password);
  const entry = audited(
    { by: { kind: 'service', id: null, name: 'ADMIN_EMAIL' }, why: 'first admin', at },
    { action: 'person.added', subject: { kind: 'person', id: email }, after: { email, role: 'admin' } },
  );
  await store.addFirstAdmin(null, { email, name: email, timezone: 'UTC', passwordHash }, entry);
  return null;
}

/** Adds somebody, and gives the path of a link that signs them in once. Throws where the address is taken. */
export async function invite({ db, clock }: Pick<AppContext, 'db' | 'clock'>, wanted: WantedPerson): Promise<string> {
  const links = { store: createLinkStore(db), secrets: systemSecrets };
  const deed = { by: { kind: 'service', id: null, name: 'demo' }, why: 'demo', at: clock.now() } as const;
  const outcome = await addPerson({ store: createPeopleStore(db), links }, deed, wanted);
  if (outcome.kind !== 'added') throw new Error(`${wanted.email} cannot be added: ${outcome.kind}`);
  return `/link/${outcome.linkToken}`;
}

/** Where the pages are, for a person: PUBLIC_URL where it is given, else on this machine. */
export const placeOfPages = ({ publicUrl, host, port }: AppContext['settings'], url: string): string =>
  publicUrl === `http://${host.includes(':') ? `[${host}]` : host}:${port}` ? reachableUrl(url) : publicUrl;
