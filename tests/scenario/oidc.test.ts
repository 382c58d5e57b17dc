import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { insertPerson } from '../../src/adapters/store/desk/signInLinks.ts';
import { freePort } from '../../src/app/demo/freePort.ts';
import { type ConsoleWorld, createConsoleWorld } from '../support/consoleWorld.ts';
import { followed, type Issuer, startIssuer } from '../support/issuer.ts';

describe('signing in through an identity provider', () => {
  let world: ConsoleWorld;
  let issuer: Issuer;
  beforeAll(async () => {
    const port = await freePort(0);
    const publicUrl = `http://127.0.0.1:${port}`;
    issuer = await startIssuer(`${publicUrl}/sign-in/oidc/callback`);
    world = await createConsoleWorld({
      ...{ PORT: String(port), PUBLIC_URL: publicUrl, ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' },
      ...issuer.settings,
    });
  });
  afterAll(async () => {
    await world?.close();
    await issuer?.close();
  });
  afterEach(() => world.db.execute('TRUNCATE people CASCADE'));

  const add = (email: string) =>
    insertPerson(world.db, { email, name: 'Ada', role: 'viewer', timezone: 'UTC', passwordHash: null }, world.now);
  const callback = (url: URL) => url.pathname === '/sign-in/oidc/callback';
  const signIn = async (to = '/stories') => {
    const ended = await followed(`${world.url}/sign-in/oidc?to=${encodeURIComponent(to)}`, { isEnd: () => false });
    return { ...ended, text: await ended.response.text() };
  };
  const ada = { subject: 'a-1', email: 'Ada@Example.org', isVerified: true };

  it('is offered beside the password', async () => {
    const page = await (await fetch(`${world.url}/sign-in?to=%2Frules`)).text();
    expect(page).toContain('href="/sign-in/oidc?to=%2Frules"');
    expect(page).toContain(`Sign in with ${new URL(issuer.issuer).host}`);
  });

  it('lets in whom an administrator added, by the verified address the first time and by the subject from then on', async () => {
    await add('ada@example.org');
    issuer.be(ada);
    expect(await signIn()).toMatchObject({ url: { pathname: '/stories' }, response: { status: 200 } });
    await world.db.execute(`UPDATE people SET email = 'ada.l@example.org'`);
    expect((await signIn()).response.status).toBe(200);
    const log = await world.db.query(`SELECT action, subject_id AS subject FROM audit_log`);
    expect(log).toEqual([{ action: 'person.linked', subject: 'ada@example.org' }]);
  });

  it('lets in nobody who was not added, whose address is not verified, or who is disabled', async () => {
    issuer.be(ada);
    const unknown = await signIn();
    expect(unknown.response.status).toBe(403);
    expect(unknown.text).toContain('Nobody here has the address Ada@Example.org');
    await add('ada@example.org');
    issuer.be({ ...ada, isVerified: false });
    expect((await signIn()).response.status).toBe(403);
    issuer.be(ada);
    await world.db.execute('UPDATE people SET disabled_at = $1', [world.now]);
    expect((await signIn()).response.status).toBe(403);
  });

  it('gives an account that is linked to nobody else, whatever address they come to have', async () => {
    await add('ada@example.org');
    issuer.be(ada);
    expect((await signIn()).response.status).toBe(200);
    issuer.be({ ...ada, subject: 'b-2' });
    expect((await signIn()).response.status).toBe(403);
  });

  it('says so where the provider refuses', async () => {
    issuer.be(null);
    const { response, text } = await signIn();
    expect(response.status).toBe(401);
    expect(text).toContain('did not sign you in');
  });

  it('leads to pages of our own only', async () => {
    await add('ada@example.org');
    issuer.be(ada);
    const { url } = await signIn('https://evil.example/');
    expect(url.href).toBe(`${world.url}/`);
  });

  it('ends only in the browser that began it, once, and with its own state and nonce', async () => {
    await add('ada@example.org');
    issuer.be(ada);
    const begun = await followed(`${world.url}/sign-in/oidc`, { isEnd: callback });
    expect((await fetch(begun.url)).status).toBe(401);
    const other = await followed(`${world.url}/sign-in/oidc`, { isEnd: callback });
    expect((await followed(begun.url.href, { jar: other.jar, isEnd: () => false })).response.status).toBe(401);
    const forged = new URL(begun.url);
    forged.searchParams.set('state', 'forged');
    const copy = begun.jar.cloneSync() ?? begun.jar;
    expect((await followed(forged.href, { jar: copy, isEnd: () => false })).response.status).toBe(401);
    expect((await followed(begun.url.href, { jar: begun.jar, isEnd: () => false })).url.pathname).toBe('/');
    expect((await followed(begun.url.href, { jar: begun.jar, isEnd: () => false })).response.status).toBe(401);
  });
});

describe('an identity provider that is not there', () => {
  it('stops neither the service nor those who have a password', async () => {
    const port = await freePort(0);
    const world = await createConsoleWorld({
      ...{ OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_CLIENT_ID: 'tocsin', OIDC_CLIENT_SECRET: 'a secret' },
      ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8',
      LOG_LEVEL: 'silent',
    });
    try {
      expect((await fetch(`${world.url}/sign-in`)).status).toBe(200);
      const response = await fetch(`${world.url}/sign-in/oidc`);
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('cannot be reached')]);
    } finally {
      await world.close();
    }
  });

  it('is not asked at a private address that no setting allows', async () => {
    const issuer = await startIssuer('http://127.0.0.1/callback');
    const world = await createConsoleWorld({ ...issuer.settings, LOG_LEVEL: 'silent' });
    try {
      expect((await fetch(`${world.url}/sign-in/oidc`, { redirect: 'manual' })).status).toBe(503);
    } finally {
      await world.close();
      await issuer.close();
    }
  });
});
