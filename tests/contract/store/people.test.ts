import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemSecrets } from '../../../src/adapters/secrets/systemSecrets.ts';
import { createPeopleStore } from '../../../src/adapters/store/desk/people.ts';
import { listPeople, personByEmail } from '../../../src/adapters/store/desk/peopleViews.ts';
import { personOfSession } from '../../../src/adapters/store/desk/sessions.ts';
import { createLinkStore, insertPerson } from '../../../src/adapters/store/desk/signInLinks.ts';
import { createSignInStore } from '../../../src/adapters/store/desk/signInStore.ts';
import { addPerson } from '../../../src/desk/people/addPerson.ts';
import { changeRole } from '../../../src/desk/people/changeRole.ts';
import { disablePerson, enablePerson, signOutEverywhere } from '../../../src/desk/people/disablePerson.ts';
import { changePassword, changeProfile } from '../../../src/desk/people/ownAccount.ts';
import { passwordLinkFor } from '../../../src/desk/people/passwordLink.ts';
import { signInByLink } from '../../../src/desk/people/signInLink.ts';
import { openSession } from '../../../src/desk/people/signInSession.ts';
import type { Person } from '../../../src/domain/people/person.ts';
import type { PersonRole } from '../../../src/domain/people/role.ts';
import { hashOfToken } from '../../../src/domain/people/tokenHash.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

describe('deeds on people', () => {
  const at = new Date('2026-12-01T08:00:00Z');
  const deed = { by: { kind: 'person', id: 7, name: 'Root' }, why: 'a test', at } as const;
  const from = { address: '203.0.113.7', userAgent: 'test' };
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const store = () => createPeopleStore(database.db);
  const links = () => ({ store: createLinkStore(database.db), secrets: systemSecrets });
  const add = (name: string, role: PersonRole): Promise<Person> =>
    insertPerson(database.db, { email: `${name}@wire.example`, name, role, timezone: 'UTC', passwordHash: null }, at);
  const enter = (person: Person) => openSession(createSignInStore(database.db), systemSecrets, person, { from, at });
  const isIn = async (token: string) =>
    (await personOfSession(database.db, hashOfToken(token), { at, idleMs: 1000 })) !== null;
  const log = () =>
    database.db.query<{ action: string }>(
      `SELECT action, subject_id AS subject, actor_name AS by, why, before, after FROM audit_log ORDER BY id`,
    );

  it('add somebody once, with a link that works once, and refuse what is no address, name or zone', async () => {
    const wanted = { email: 'ada@wire.example', name: 'Ada', role: 'editor', timezone: 'UTC' } as const;
    const deps = { store: store(), links: links() };
    const outcome = await addPerson(deps, deed, wanted);
    if (outcome.kind !== 'added') throw new Error(outcome.kind);
    expect(await signInByLink(links(), { token: outcome.linkToken, from, at })).toMatchObject({ kind: 'signed in' });
    expect(await signInByLink(links(), { token: outcome.linkToken, from, at })).toEqual({ kind: 'gone' });
    expect(await addPerson(deps, deed, { ...wanted, email: 'ADA@wire.example' })).toEqual({ kind: 'taken' });
    for (const [field, value] of [
      ['email', 'no address'],
      ['email', 'ada\r\nBcc: x@wire.example'],
      ['name', ' '],
      ['timezone', 'Mars/Olympus'],
    ] as const)
      expect(await addPerson(deps, deed, { ...wanted, [field]: value })).toMatchObject({ kind: 'refused', field });
    expect(await log()).toEqual([
      expect.objectContaining({ action: 'person.added', subject: 'ada@wire.example', by: 'Root', why: 'a test' }),
    ]);
  });

  it('change a role only where nobody else was faster', async () => {
    await add('root', 'admin');
    const { id: personId } = await add('ada', 'viewer');
    expect(await changeRole(store(), deed, { personId, basedOn: 'viewer', role: 'editor' })).toMatchObject({
      kind: 'changed',
      person: { role: 'editor' },
    });
    expect(await changeRole(store(), deed, { personId, basedOn: 'viewer', role: 'admin' })).toMatchObject({
      kind: 'conflict',
      current: { role: 'editor' },
    });
    expect(await changeRole(store(), deed, { personId: 999, basedOn: 'viewer', role: 'admin' })).toEqual({
      kind: 'not found',
    });
    expect(await log()).toEqual([
      expect.objectContaining({ action: 'person.role-changed', before: { role: 'viewer' }, after: { role: 'editor' } }),
    ]);
  });

  it('never take the last administrator away, not even two at once', async () => {
    const [one, other] = [await add('one', 'admin'), await add('other', 'admin')];
    const demote = ({ id: personId }: Person) =>
      changeRole(store(), deed, { personId, basedOn: 'admin', role: 'viewer' });
    const outcomes = await Promise.all([demote(one), disablePerson(store(), deed, other.id)]);
    expect(outcomes.map(({ kind }) => kind === 'last admin').sort()).toEqual([false, true]);
    const left = (await listPeople(database.db, { after: null, limit: 9 })).filter(
      ({ role, disabledAt }) => role === 'admin' && disabledAt === null,
    );
    expect(left).toHaveLength(1);
    expect(await disablePerson(store(), deed, left[0]?.id ?? 0)).toMatchObject({ kind: 'last admin' });
    expect(await log()).toHaveLength(1);
  });

  it('keep somebody out at once, with their links, and let them in again', async () => {
    await add('root', 'admin');
    const ada = await add('ada', 'editor');
    const token = await enter(ada);
    const link = await passwordLinkFor({ store: store(), links: links() }, deed, ada.id);
    expect(await disablePerson(store(), deed, ada.id)).toMatchObject({ kind: 'done' });
    expect(await disablePerson(store(), deed, ada.id)).toMatchObject({ kind: 'unchanged' });
    expect(await isIn(token)).toBe(false);
    expect(await passwordLinkFor({ store: store(), links: links() }, deed, ada.id)).toEqual({ kind: 'not found' });
    expect(await enablePerson(store(), deed, ada.id)).toMatchObject({ kind: 'done' });
    expect(await isIn(token)).toBe(false);
    if (link.kind !== 'made') throw new Error(link.kind);
    expect(await createLinkStore(database.db).openLink(hashOfToken(link.linkToken), at)).toBeNull();
    expect((await log()).map(({ action }) => action)).toEqual([
      'person.link-made',
      'person.disabled',
      'person.enabled',
    ]);
  });

  it('sign somebody out everywhere, or everywhere else', async () => {
    const ada = await add('ada', 'editor');
    const [here, there] = [await enter(ada), await enter(ada)];
    expect(await signOutEverywhere(store(), deed, { personId: ada.id, kept: hashOfToken(here) })).toBe(1);
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    expect(await signOutEverywhere(store(), deed, { personId: ada.id })).toBe(1);
    expect(await isIn(here)).toBe(false);
    expect(await signOutEverywhere(store(), deed, { personId: ada.id })).toBe(0);
    expect(await log()).toHaveLength(2);
  });

  it('change one’s own password by the old one, end all other sessions, and slow guesses', async () => {
    const ada = await add('ada', 'viewer');
    // In the clear: what matters here is what follows from them, and scrypt takes its time.
    const plain = {
      hashPassword: async (text: string) => text,
      isPassword: async (text: string, hash: string | null) => text === hash,
    };
    const deps = { store: { ...createSignInStore(database.db), ...store() }, secrets: { ...systemSecrets, ...plain } };
    const [here, there] = [await enter(ada), await enter(ada)];
    const change = (old: string, wanted: string) =>
      changePassword(deps, deed, ada, { old, wanted, kept: hashOfToken(here) });
    expect(await change('', 'short')).toMatchObject({ kind: 'refused' });
    expect(await change('', 'words of the first')).toEqual({ kind: 'changed' });
    expect([await isIn(here), await isIn(there)]).toEqual([true, false]);
    for (let tries = 0; tries < 5; tries++)
      expect(await change('words of nobody', 'words of the third')).toEqual({ kind: 'wrong' });
    expect(await change('words of the first', 'words of the third')).toMatchObject({ kind: 'paused' });
    expect(await log()).toEqual([
      expect.objectContaining({ action: 'person.password-set', before: null, after: null }),
    ]);
  });

  it('change one’s own name and zone', async () => {
    const ada = await add('ada', 'viewer');
    const own = { ...createSignInStore(database.db), ...store() };
    const change = (name: string, timezone: string) => changeProfile(own, deed, ada, { name, timezone });
    expect(await change('', 'UTC')).toMatchObject({ kind: 'refused', field: 'name' });
    expect(await change('Ada', 'Mars/Olympus')).toMatchObject({ kind: 'refused', field: 'timezone' });
    expect(await change(' Ada L. ', 'Asia/Almaty')).toEqual({ kind: 'saved' });
    expect(await personByEmail(database.db, 'ADA@wire.example')).toMatchObject({
      name: 'Ada L.',
      timezone: 'Asia/Almaty',
    });
  });

  it('are listed page by page', async () => {
    for (const name of ['cyd', 'Ada', 'bix']) await add(name, 'viewer');
    const names = async (after: string | null) =>
      (await listPeople(database.db, { after, limit: 2 })).map(({ name }) => name);
    expect(await names(null)).toEqual(['Ada', 'bix']);
    expect(await names('bix@wire.example')).toEqual(['cyd']);
  });
});
