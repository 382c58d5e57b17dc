import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { forgetOldSignIns } from '../../../src/adapters/store/desk/sessions.ts';
import { insertPerson } from '../../../src/adapters/store/desk/signInLinks.ts';
import { createSignInStore } from '../../../src/adapters/store/desk/signInStore.ts';
import { signIn } from '../../../src/desk/people/signIn.ts';
import { dayMs } from '../../../src/domain/basics/time.ts';
import type { Secrets } from '../../../src/ports/secrets.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

/** Passwords in the clear: what is counted here are tries, and scrypt takes its time. */
function countingSecrets(): Secrets & { readonly looks: readonly (string | null)[] } {
  const looks: (string | null)[] = [];
  let tokens = 0;
  return {
    looks,
    newToken: () => `token ${++tokens} ${Math.random()}`,
    hashPassword: async (password) => password,
    async isPassword(password, hash) {
      looks.push(hash);
      return password === hash;
    },
  };
}

describe('signing in by password', () => {
  const at = new Date('2026-12-01T08:00:00Z');
  let database: TestDatabase;
  let secrets: ReturnType<typeof countingSecrets>;
  beforeAll(async () => {
    database = await createTestDatabase();
    for (const name of ['ada', 'bix', 'cyd'])
      await insertPerson(
        database.db,
        { email: `${name}@wire.example`, name, role: 'viewer', timezone: 'UTC', passwordHash: 'the right words' },
        at,
      );
  });
  afterAll(() => database?.drop());
  beforeEach(async () => {
    secrets = countingSecrets();
    await database.db.execute('TRUNCATE sign_in_failures, sessions');
  });

  const attempt = async (
    email: string,
    {
      password = 'wrong',
      address = '203.0.113.7',
      seconds = 0,
    }: { password?: string; address?: string; seconds?: number } = {},
  ) => {
    const when = new Date(at.getTime() + seconds * 1000);
    const request = { email, password, from: { address, userAgent: '' }, at: when };
    const outcome = await signIn({ store: createSignInStore(database.db), secrets }, request);
    return outcome.kind === 'paused' ? (outcome.until.getTime() - when.getTime()) / 1000 : outcome.kind;
  };
  const times = async (count: number, run: (place: number) => Promise<unknown>) => {
    for (let place = 0; place < count; place++) await run(place);
  };

  it('slows guesses at one account wherever they come from, longer each time, and never for more than 15 minutes', async () => {
    const from = (place: number) => ({ address: `198.51.100.${place}` });
    await times(5, (place) => attempt('ada@wire.example', from(place)));
    expect(await attempt('ada@wire.example', from(9))).toBe(2);
    expect(await attempt('Ada@Wire.example', { ...from(9), password: 'the right words' })).toBe(2);
    expect(await attempt('ada@wire.example', { ...from(10), seconds: 2 })).toBe('wrong');
    expect(await attempt('ada@wire.example', { ...from(11), seconds: 2 })).toBe(4);
    expect(await attempt('bix@wire.example', { ...from(11), password: 'the right words' })).toBe('signed in');
    await database.db.execute('UPDATE sign_in_failures SET failures = 1000');
    expect(await attempt('ada@wire.example', { ...from(12), seconds: 2 })).toBe(900);
  });

  it('slows guesses at many accounts from one address, and from one network where addresses are plenty', async () => {
    await times(20, (place) => attempt(`nobody${place}@wire.example`));
    expect(await attempt('ada@wire.example')).toBe(2);
    expect(await attempt('ada@wire.example', { address: '203.0.113.8' })).toBe('wrong');
    await times(20, (place) => attempt(`someone${place}@wire.example`, { address: `2001:db8:1:2::${place + 1}` }));
    expect(await attempt('bix@wire.example', { address: '2001:db8:1:2:ffff::1' })).toBe(2);
    expect(await attempt('bix@wire.example', { address: '2001:db8:1:3::1' })).toBe('wrong');
  });

  it('looks at no more of many tries at once than of as many in a row', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, place) => attempt('ada@wire.example', { address: `198.51.100.${place}` })),
    );
    expect(outcomes.filter((each) => each === 'wrong')).toHaveLength(5);
    expect(secrets.looks).toHaveLength(5);
  });

  it('gives an account a clean slate after a success, but its owner no free guesses at others', async () => {
    await times(4, () => attempt('ada@wire.example'));
    expect(await attempt('ada@wire.example', { password: 'the right words' })).toBe('signed in');
    await times(4, () => attempt('ada@wire.example'));
    expect(await attempt('ada@wire.example', { password: 'the right words' })).toBe('signed in');
    await times(12, (place) => attempt(`nobody${place}@wire.example`));
    expect(await attempt('cyd@wire.example')).toBe(2);
  });

  it('forgets failures after a day without another, and leaves nothing behind of whoever is paused', async () => {
    await times(5, () => attempt('ada@wire.example'));
    expect(await attempt('ada@wire.example', { seconds: 86_401 })).toBe('wrong');
    expect(await attempt('ada@wire.example', { seconds: 86_402 })).toBe('wrong');
    await database.db.execute('TRUNCATE sign_in_failures');
    await times(40, (place) => attempt(`nobody${place}@wire.example`));
    const [left] = await database.db.query<{ count: number }>('SELECT count(*) AS count FROM sign_in_failures');
    expect(left?.count).toBe(21);
    await forgetOldSignIns(database.db, new Date(at.getTime() + dayMs + 1));
    expect(await database.db.query('SELECT key FROM sign_in_failures')).toEqual([]);
  });

  it('works as hard and says the same where there is no such account, also for a name that folds into another', async () => {
    expect(await attempt('nobody@wire.example')).toBe('wrong');
    expect(await attempt('ada@wire.example')).toBe('wrong');
    expect(await attempt('bİx@wire.example', { password: 'the right words' })).toBe('wrong');
    expect(secrets.looks).toEqual([null, 'the right words', null]);
  });
});
