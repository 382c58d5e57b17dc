import { createServer, request as requestBy } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, createConsoleWorld } from '../support/consoleWorld.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { adminSettings } from '../support/signedIn.ts';
import { waitFor } from '../support/waitFor.ts';

const credentials = { email: adminSettings.ADMIN_EMAIL, password: adminSettings.ADMIN_PASSWORD };

const postTo = (url: string, fields: Readonly<Record<string, string>>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

describe('attacks on signing in', () => {
  let mail: MailServer;
  let world: ConsoleWorld;
  beforeAll(async () => {
    mail = await startMailServer();
    world = await createConsoleWorld({ ...adminSettings, SMTP_URL: mail.smtpUrl, LOG_LEVEL: 'silent' });
  });
  afterAll(async () => {
    await world?.close();
    await mail?.close();
  });
  const signIn = (fields: Readonly<Record<string, string>> = {}, headers: Record<string, string> = {}) =>
    postTo(`${world.url}/sign-in`, { ...credentials, ...fields }, headers);

  it('a session that somebody planted ends at sign-in, and is never the new one', async () => {
    const planted = cookieOf(await signIn());
    const own = cookieOf(await signIn({}, { cookie: planted }));
    expect(own).not.toBe(planted);
    const status = async (cookie: string) =>
      (await fetch(`${world.url}/account`, { headers: { cookie }, redirect: 'manual' })).status;
    expect([await status(own), await status(planted)]).toEqual([200, 302]);
  });

  it('nobody is led elsewhere after signing in', async () => {
    for (const to of [
      '//evil.example',
      '/.//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%09/evil.example',
    ])
      expect(new URL((await signIn({ to })).headers.get('location') ?? '', world.url).host).toBe(
        new URL(world.url).host,
      );
    expect((await signIn({ to: '/rules?x=1' })).headers.get('location')).toBe('/rules?x=1');
  });

  it('another site signs nobody in, and fills no form', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'same-site' }])
      expect((await signIn({}, headers)).status).toBe(403);
    expect((await signIn({}, { origin: world.url, 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  it('a token of other letters is refused, not a fault', async () => {
    const viewer = await world.signIn('viewer');
    const response = await postTo(`${world.url}/account/profile`, { csrf: 'ж'.repeat(43) }, { cookie: viewer.cookie });
    expect(response.status).toBe(403);
  });

  it('more than a form holds is not read', async () => {
    expect((await signIn({ password: 'x'.repeat(100_000) })).status).toBe(413);
  });

  it('a header of a proxy that nobody trusts is nothing', async () => {
    const headers = {
      'x-forwarded-for': '198.51.100.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-email': credentials.email,
    };
    expect((await fetch(`${world.url}/`, { headers, redirect: 'manual' })).status).toBe(302);
    const response = await signIn({}, headers);
    expect(response.headers.getSetCookie()[0]).not.toContain('Secure');
    const rows = await world.db.query(`SELECT FROM sessions WHERE address = '198.51.100.1'`);
    expect(rows).toEqual([]);
  });

  it('a link for a new password comes by mail, works once, and ends every session', async () => {
    const before = cookieOf(await signIn());
    const asked = async (email: string) => (await postTo(`${world.url}/password`, { email })).text();
    expect(await asked('nobody@example.org')).toBe(await asked(credentials.email));
    await waitFor(() => mail.mails.length === 1, { withinMs: 10_000 });
    expect(mail.mails[0]?.to).toBe(credentials.email);
    const path = /\/password\/[\w-]+/.exec(mail.mails[0]?.mail.text ?? '')?.[0] ?? '';
    expect(await (await fetch(`${world.url}${path}`)).text()).toContain(credentials.email);
    expect((await postTo(`${world.url}${path}`, { password: 'short' })).status).toBe(422);
    const done = await postTo(`${world.url}${path}`, { password: 'other words to watch by' });
    expect(done.status).toBe(303);
    expect((await postTo(`${world.url}${path}`, { password: 'other words to watch by' })).status).toBe(404);
    const old = await fetch(`${world.url}/account`, { headers: { cookie: before }, redirect: 'manual' });
    expect([old.status, (await signIn()).status]).toEqual([302, 401]);
  });
});

describe('behind a proxy', () => {
  const proxied = { TRUSTED_PROXIES: '127.0.0.0/8', AUTH_PROXY_HEADER: 'X-Forwarded-Email', LOG_LEVEL: 'silent' };

  it('whom a trusted proxy vouches for is in, and still changes things from our own pages only', async () => {
    const world = await createConsoleWorld({ ...adminSettings, ...proxied });
    try {
      const as = (email: string) => fetch(`${world.url}/account`, { headers: { 'x-forwarded-email': email } });
      const page = await (await as('OPS@example.org')).text();
      expect(page).toContain('The proxy in front of Tocsin signs you in');
      const unknown = await as('<b>nobody</b>@example.org');
      expect([unknown.status, await unknown.text()]).toEqual([403, expect.not.stringContaining('<b>')]);
      const change = (csrf: string) =>
        postTo(
          `${world.url}/account/profile`,
          { name: 'Ops', timezone: 'UTC', csrf },
          { 'x-forwarded-email': 'ops@example.org' },
        );
      expect((await change('')).status).toBe(403);
      expect((await change(/name="csrf" value="([^"]+)"/.exec(page)?.[1] ?? '')).status).toBe(303);
    } finally {
      await world.close();
    }
  });

  it('TLS and host are as a trusted proxy says: cookies are bound to them, and forms come from there', async () => {
    const world = await createConsoleWorld({ ...adminSettings, ...proxied });
    try {
      const headers = {
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'tocsin.example',
        'x-forwarded-for': '198.51.100.1',
      };
      const response = await postTo(`${world.url}/sign-in`, credentials, {
        ...headers,
        origin: 'https://tocsin.example',
      });
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^__Host-tocsin=.+; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect(response.headers.get('strict-transport-security')).toContain('max-age');
      expect(response.headers.get('x-frame-options')).toBe('DENY');
      expect(await world.db.query(`SELECT FROM sessions WHERE address = '198.51.100.1'`)).toHaveLength(1);
      expect(
        (await postTo(`${world.url}/sign-in`, credentials, { ...headers, origin: 'http://tocsin.example' })).status,
      ).toBe(403);
    } finally {
      await world.close();
    }
  });

  it('a bare one that passes everything on shows nothing', async () => {
    const world = await createConsoleWorld({ LOG_LEVEL: 'silent' });
    const { host, hostname, port } = new URL(world.url);
    const proxy = await listenOnLoopback(
      createServer((incoming, response) => {
        const options = {
          hostname,
          port,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, host },
        };
        const passed = requestBy(options, (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        });
        incoming.pipe(passed);
      }),
    );
    try {
      for (const path of ['/', '/subscribers', '/messages', '/settings/people', '/feeds/export.opml', '/events']) {
        const response = await fetch(`${proxy.origin}${path}`, { redirect: 'manual' });
        expect([path, response.status, await response.text()]).toEqual([path, 302, '']);
      }
    } finally {
      await proxy.close();
      await world.close();
    }
  });
});
