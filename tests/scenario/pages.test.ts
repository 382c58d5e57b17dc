import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUnsubscribeLinks } from '../../src/domain/digests/unsubscribeToken.ts';
import { isChromiumInstalled, launchChromium } from '../support/chromium.ts';
import { type ConsoleWorld, createConsoleWorld, signingKey } from '../support/consoleWorld.ts';
import { settle } from '../support/world.ts';

const isMissing = !isChromiumInstalled && process.env.CI !== 'true';
if (isMissing)
  process.stderr.write('tests in a browser are left out: Chromium is not installed: apt-get install chromium\n');

describe.skipIf(isMissing)('the pages for subscribers', () => {
  let world: ConsoleWorld;
  let browser: Browser;
  let link: string;
  const subscriptions = async () => {
    const rows = await world.db.query<{ id: number; isLeft: boolean }>(
      'SELECT id, unsubscribed_at IS NOT NULL AS "isLeft" FROM subscriptions ORDER BY id',
    );
    return rows.map(({ isLeft }) => isLeft);
  };

  beforeAll(async () => {
    world = await createConsoleWorld();
    browser = await launchChromium();
    await settle(world.db, [{}, { channel: 'webhook', target: 'https://hook.example/1' }]);
    const [first] = await world.db.query<{ id: number }>('SELECT id FROM subscriptions ORDER BY id LIMIT 1');
    link = createUnsubscribeLinks({ secretKey: signingKey, publicUrl: world.url }).linkFor(first?.id ?? 0);
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
  });

  it('end a subscription by a button, not by the mere visit of its link, and without signing in', async () => {
    const page = await browser.newPage();
    const click = async (name: string) => {
      await page.getByRole('button', { name }).click();
      return page.locator('h1').textContent();
    };
    await page.goto(link);
    expect(await subscriptions()).toEqual([false, false]);
    expect(await click('Unsubscribe')).toBe('You are unsubscribed');
    expect(await subscriptions()).toEqual([true, false]);
    expect(await click('Subscribe again')).toBe('You are subscribed again');
    expect(await subscriptions()).toEqual([false, false]);
    await page.goto(link);
    expect(await click('End all my subscriptions')).toBe('You are unsubscribed from everything');
    expect(await subscriptions()).toEqual([true, true]);
    expect(await click('Subscribe again')).toBe('You are subscribed again');
    await page.close();
  });

  it('take the one click of a mail program, which has no page, no cookie and another origin (RFC 8058)', async () => {
    expect((await fetch(`${world.url}/unsubscribe/7.forged`)).status).toBe(404);
    const oneClick = await fetch(link, {
      method: 'POST',
      headers: { origin: 'https://mail.example', 'sec-fetch-site': 'cross-site', 'x-forwarded-for': '203.0.113.5' },
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect([oneClick.status, (await subscriptions())[0]]).toEqual([200, true]);
  });
});
