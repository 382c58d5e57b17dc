import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../support/chromium.ts';
import { makeDataDir, removeDataDir } from '../support/dataDir.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { type Service, startService } from '../support/service.ts';

const isMissing = !isChromiumInstalled && process.env.CI !== 'true';
if (isMissing)
  process.stderr.write('tests in a browser are left out: Chromium is not installed: apt-get install chromium\n');

/** The first day of somebody who has just installed it, in one browser, against the built service: each step builds on the last. */
describe.skipIf(isMissing)('a first day at the desk', () => {
  let news: NewsServer;
  let service: Service;
  let folder: string;
  let browser: Browser;
  let page: Page;
  const places = () => service.output();
  const url = () => /console +(http:\/\/\S+)/.exec(places())?.[1] ?? '';

  beforeAll(async () => {
    news = await startNewsServer();
    news.publish('wire', { id: '0', title: 'Harbour news of the day', text: 'Nothing happened in the harbour.' });
    folder = await makeDataDir('tocsin-journey-');
    await mkdir(`${folder}/config`);
    service = startService({
      ...{ DATA_DIR: `${folder}/data`, CONFIG_DIR: `${folder}/config`, CANARY_MINUTES: '0', LOG_LEVEL: 'warn' },
      ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', POLL_MAX_SECONDS: '2' },
    });
    await service.started;
    browser = await launchChromium();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.terminate();
    await news?.close();
    await removeDataDir(folder);
  });

  const click = (name: string | RegExp) =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click();
  const heading = () => page.locator('h1').first().textContent();

  it('begins with the link that the first start prints, which makes the first administrator, once', async () => {
    const link = /first sign-in +(http:\/\/\S+)/.exec(places())?.[1] ?? '';
    await page.goto(link);
    await page.getByLabel('Your name').fill('Aigul');
    await page.getByLabel('Email address').fill('aigul@example.org');
    await page.getByLabel('Password').fill('a river runs by');
    await click('Make the account');
    await page.locator('nav').waitFor();
    expect(page.url()).toBe(`${url()}/`);
    expect((await fetch(link)).status).toBe(404);
  });

  it('adds a feed by the address of its site', async () => {
    await page.goto(`${url()}/feeds/new`);
    await page.getByLabel(/Address of the site/).fill(news.feedUrl('wire'));
    await click('Find its feeds');
    expect(await page.locator('main').textContent()).toContain('Harbour news of the day');
    await click('Add this feed');
    expect(await page.getByRole('status').first().textContent()).toContain('is polled at once');
  });

  it('writes a rule with a mistake, mends it by a button, and saves it with a reason', async () => {
    await page.goto(`${url()}/rules/new`);
    await page.locator('#name').fill('Ferries');
    const editor = page.locator('.editor .cm-content');
    await editor.click();
    await page.keyboard.type('ferry OR vessel AND killed >= 1');
    const mend = page.locator('.mends button').first();
    await mend.waitFor();
    await mend.click();
    await expect.poll(() => page.locator('textarea[data-query]').inputValue()).toContain('(');
    await page.locator('#rule-form #why').fill('our first rule');
    await click('Save the rule');
    await page.getByText('Saved as revision 1.').waitFor();
    expect(await heading()).toBe('Ferries');
  });

  it('sees the desk move by itself when an article arrives, takes the story, and mutes it', async () => {
    await page.goto(`${url()}/`);
    news.publish('wire', {
      ...{ id: '1', title: 'Ferry sinks off Marindu, 17 killed' },
      text: 'The ferry sank in a storm off the island of Marindu. 17 people were killed, the coast guard said.',
    });
    const row = page.locator('[data-story]', { hasText: 'Ferry sinks off Marindu' });
    await row.waitFor({ timeout: 60_000 });
    expect(await row.textContent()).toMatch(/killed.*17/s);
    await row.getByRole('link', { name: /Ferry sinks/ }).click();
    await click('Take it');
    await page.getByText('You have this story now.').waitFor();
    await page.getByText('Mute…').click();
    await page.getByRole('textbox', { name: 'Time', exact: true }).fill('23:59');
    await page.locator('form[action$="/mute"] input[name="why"]').fill('known to all');
    await click('Mute the story');
    await page.getByText('The story is muted.').waitFor();
  });

  it('finds all of it in the hand-over, the history and the audit log, and restores a rule', async () => {
    await page.goto(`${url()}/handover`);
    const shift = await page.locator('main').textContent();
    expect(shift).toMatch(/killed.*17/s);
    expect(shift).toContain('muted it: known to all');
    expect(shift).toContain('our first rule');

    await page.goto(`${url()}/rules/ferries?query=ferry`);
    await page.locator('#rule-form #why').fill('only ferries');
    await click('Save as revision 2');
    await page.getByText('Saved as revision 2.').waitFor();
    await click('Restore');
    await page.getByText('Restored as a new revision.').waitFor();
    await page.goto(`${url()}/settings/audit`);
    expect(await page.locator('main').textContent()).toMatch(/rule\.restored.*rule\.saved/s);
  });
});
