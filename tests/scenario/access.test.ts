import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleWorld, createConsoleWorld } from '../support/consoleWorld.ts';

describe('the console', () => {
  let world: ConsoleWorld;
  beforeAll(async () => {
    world = await createConsoleWorld();
  });
  afterAll(() => world.close());

  const ask = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${world.url}${path}`, { headers, redirect: 'manual' });

  it('shows a stranger nothing but where to sign in, also on this machine, and also behind a proxy', async () => {
    for (const path of ['/', '/stories', '/rules', '/feeds', '/messages/1', '/settings', '/no-such-page']) {
      for (const headers of [{}, { 'x-forwarded-for': '203.0.113.5' }, { cookie: 'tocsin_session=forged' }]) {
        const response = await ask(path, headers);
        expect([path, response.status]).toEqual([path, 302]);
        expect(response.headers.get('location')).toMatch(/^\/sign-in/);
        expect(await response.text()).toBe('');
      }
    }
  });

  it('comes back after signing in to the page that was asked for, and nowhere else', async () => {
    expect((await ask('/stories?q=toll&x=1')).headers.get('location')).toBe(
      '/sign-in?to=%2Fstories%3Fq%3Dtoll%26x%3D1',
    );
    for (const to of [
      'https://evil.example',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
    ]) {
      const page = await (await ask(`/sign-in?to=${encodeURIComponent(to)}`)).text();
      expect(page).not.toContain('evil.example"');
      expect(page).toMatch(/name="to" value="\/[^/\\]?/);
    }
  });

  it('takes a change from its own pages only', async () => {
    const editor = await world.signIn('editor');
    const post = (headers: Record<string, string>) =>
      fetch(`${world.url}/sign-out`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: editor.cookie, ...headers },
      });
    expect((await post({})).status).toBe(403);
    expect((await post({ 'x-csrf-token': 'a'.repeat(43) })).status).toBe(403);
    expect((await post({ 'x-csrf-token': editor.csrf, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'x-csrf-token': editor.csrf, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await editor.get('/')).status).toBe(200);
    expect((await editor.post('/sign-out')).headers.get('location')).toBe('/sign-in');
    expect((await editor.get('/')).status).toBe(302);
  });

  it('refuses what no text can hold, before any page stores or looks it up', async () => {
    const editor = await world.signIn('editor');
    for (const path of [
      '/feeds?q=%00',
      '/articles?q=%00',
      '/stories?q=a%00b',
      '/rules?q=%00',
      '/messages?q=%00',
      '/feeds/%00',
    ])
      expect([path, (await editor.get(path)).status]).toEqual([path, 400]);
    const posted = await editor.post('/feeds', { url: 'https://wire.example/rss', name: 'Wire\0' });
    expect(posted.status).toBe(400);
    expect((await editor.post('/feeds', { url: 'https://wire.example/rss', name: 'Wire' })).status).toBe(303);
  });

  it('is framed by nobody and runs nothing that stands in a page', async () => {
    const viewer = await world.signIn('viewer');
    const policy = (await viewer.get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
  });
});
