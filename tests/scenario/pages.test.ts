import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailRenderer } from '../../src/adapters/channels/mail/renderMail.ts';
import { createUnsubscribeLinks } from '../../src/domain/digests/unsubscribeToken.ts';
import type { MessageView } from '../../src/ports/consoleStore.ts';
import { startWeb, type WebServer } from '../../src/web/startWeb.ts';
import { isChromiumInstalled, launchChromium } from '../support/chromium.ts';
import { sampleAlert, sampleEntry, sampleSubscription } from '../support/samples.ts';
import { silentLog } from '../support/silentLog.ts';

const isMissing = !isChromiumInstalled && process.env.CI !== 'true';
if (isMissing)
  process.stderr.write('tests in a browser are left out: Chromium is not installed: apt-get install chromium\n');

const attack = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
const view: MessageView = {
  message: {
    ...sampleAlert,
    entries: [
      {
        ...sampleEntry,
        title: { text: `${attack} riot`, highlights: [] },
        excerpts: [{ text: attack, highlights: [] }],
        link: 'javascript:alert(1)',
      },
    ],
  },
  subscription: sampleSubscription,
  createdAt: new Date('2022-01-06T12:00:00Z'),
  state: 'rejected',
  attempts: 3,
  response: `550 ${attack}`,
  dueAt: new Date('2022-01-06T12:00:00Z'),
  settledAt: new Date('2022-01-06T12:05:00Z'),
  quarantined: false,
  kept: null,
};
const feed = {
  id: 1,
  name: attack,
  url: 'https://wire.example/rss',
  lastSucceededAt: null,
  nextPollAt: new Date(0),
  failures: 2,
  lastError: attack,
  lastFailure: 'dns',
  ended: false,
  quarantined: false,
  health: {
    ...({ state: 'silent', since: new Date(0), says: attack, advice: attack } as const),
    others: [{ state: 'redirected', since: new Date(0), says: attack, advice: attack }] as const,
    days: [
      { got: 3, expected: 5 },
      { got: 0, expected: 4.2 },
    ],
  },
};

describe.skipIf(isMissing)('the pages in a browser', () => {
  const links = createUnsubscribeLinks({ secretKey: 'a secret of some length', publicUrl: '' });
  const unsubscribed: number[] = [];
  const resubscribed: number[] = [];
  let web: WebServer;
  let browser: Browser;

  beforeAll(async () => {
    const render = createMailRenderer({
      from: { name: 'Tocsin', address: 'tocsin@example.org' },
      linkFor: links.linkFor,
      publicUrl: '',
    });
    web = await startWeb({
      canary: null,
      health: async () => {
        throw new Error('not asked for');
      },
      ...{
        host: '127.0.0.1',
        port: 0,
        log: silentLog,
        clock: { now: () => new Date(0) },
        subscriptionOf: links.subscriptionOf,
      },
      mailOf: async ({ message, subscription }) => (await render(message, subscription)).html,
      unsubscribe: async (id) => unsubscribed.push(id) > 0,
      unsubscribeFromAll: async (id) => unsubscribed.push(-id) > 0,
      resubscribe: async (id) => resubscribed.push(id) > 0,
      hubCallbacks: { notice: async () => null, push: async () => 'unknown' },
      store: {
        canary: async () => ({ sentAt: null, arrivedAt: null, alarmSince: new Date(0) }),
        counts: async () => ({
          feeds: 1,
          failingFeeds: 1,
          articles: 1,
          matches: 1,
          waitingArticles: 0,
          quarantined: 0,
          deliveries: { pending: 0, retrying: 0, sent: 0, rejected: 1 },
        }),
        workLeft: async () => ({ feeds: 0, articles: 0, subscriptions: 0, deliveries: 0 }),
        messages: async () => [view],
        message: async (id) => (id === view.message.id ? view : null),
        feeds: async () => [feed],
        lastFailures: async () => [feed],
        rules: async () => [
          {
            ...{ ruleId: attack, name: attack, owner: attack, share: 0.4, blindSince: new Date(0), says: attack },
            ...{ advice: attack, matches: 3 },
          },
        ],
        notices: async () => [
          {
            ...{ recipient: attack, subject: attack, createdAt: new Date(0), state: 'retrying', response: attack },
            ...{ dueAt: new Date(0), quarantined: false },
          },
        ],
        heldUp: async () => [
          {
            ...{ id: null, channel: 'email', name: null, state: 'held', since: new Date(0), until: new Date(0) },
            ...{ reason: attack, waiting: 3 },
          },
          {
            ...{ id: 4, channel: 'webhook', name: attack, state: 'suppressed', since: new Date(0), until: null },
            ...{ reason: attack, waiting: 1 },
          },
        ],
        quarantined: async () => [{ title: attack, link: null, outlet: attack, step: 'match', seenAt: new Date(0) }],
        quarantinedSubscriptions: async () => [
          { subscriber: attack, channel: 'email', pending: 3, dueAt: new Date('2022-01-06T12:00:00Z') },
        ],
        changes: async () => [
          {
            ...{ changedAt: new Date(0), revision: 2, outlet: attack, link: `javascript:${attack}` },
            before: { title: `${attack} of old`, body: `At least 8 were killed. ${attack}` },
            after: { title: `${attack} of now`, body: `At least 18 were killed. ${attack}` },
          },
        ],
        folded: async () => [
          {
            foldedAt: new Date(0),
            copy: { articleId: 8, outlet: attack, title: attack, link: 'javascript:alert(1)' },
            original: { articleId: 7, outlet: attack, title: attack, link: null },
          },
        ],
        movedLedgers: async () => [
          {
            ...{ storyId: 3, title: attack, reports: 2 },
            moves: [
              {
                ...{ figure: 'killed', from: null, to: { min: 164, max: 164 }, attribution: attack, outlet: attack },
                ...{ asOf: null, quote: attack, movedAt: new Date('2022-01-06T12:00:00Z') },
              },
            ],
          },
        ],
      },
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await web?.close();
  });

  const open = async (path: string) => {
    const page = await browser.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${web.url}${path}`);
    return { page, requests };
  };

  it('show what strangers wrote as text, run nothing of it, and load nothing from elsewhere', async () => {
    for (const path of [
      '/',
      '/stories',
      '/changes',
      '/feeds',
      '/rules',
      `/messages/${view.message.id}`,
      `/messages/${view.message.id}/mail`,
    ]) {
      const { page, requests } = await open(path);
      expect(await page.title()).not.toBe('1');
      expect(await page.locator('img, script').count()).toBe(0);
      expect(requests.filter((url) => !url.startsWith(web.url))).toEqual([]);
      await page.close();
    }
  });

  it('show what a publisher changed, word by word', async () => {
    const { page } = await open('/changes');
    expect(await page.locator('ins').allTextContents()).toEqual(['now', '18']);
    expect(await page.locator('del').allTextContents()).toEqual(['old', '8']);
    expect(await page.locator('main a[href^="javascript"]').count()).toBe(0);
    await page.close();
  });

  it('lead from the list to a message, with why it failed and how it looks as a mail', async () => {
    const { page } = await open('/');
    await page.getByRole('link', { name: /riot/ }).click();
    expect(await page.locator('main').textContent()).toContain('550');
    expect(await page.frameLocator('iframe').locator('body').textContent()).toContain('Why you got this');
    await page.close();
  });

  it('end a subscription by a button, not by the mere visit of its link', async () => {
    const { page } = await open(links.linkFor(7));
    expect(unsubscribed).toEqual([]);
    await page.getByRole('button', { name: 'Unsubscribe' }).click();
    expect(await page.locator('h1').textContent()).toBe('You are unsubscribed');
    expect(unsubscribed).toEqual([7]);
    await page.getByRole('button', { name: 'Subscribe again' }).click();
    expect(await page.locator('h1').textContent()).toBe('You are subscribed again');
    await page.goto(`${web.url}${links.linkFor(7)}`);
    await page.getByRole('button', { name: 'End all my subscriptions' }).click();
    expect(await page.locator('h1').textContent()).toBe('You are unsubscribed from everything');
    await page.getByRole('button', { name: 'Subscribe again' }).click();
    expect([unsubscribed, resubscribed]).toEqual([
      [7, -7],
      [7, 7],
    ]);
    await page.close();
  });

  it('answer somebody else with nothing but the way to unsubscribe', async () => {
    const ask = (path: string, headers: Record<string, string>) => fetch(`${web.url}${path}`, { headers });
    expect((await ask('/', { 'x-forwarded-for': '203.0.113.5' })).status).toBe(403);
    expect((await ask(links.linkFor(7), { 'x-forwarded-for': '203.0.113.5' })).status).toBe(200);
    expect((await ask('/unsubscribe/7.forged', {})).status).toBe(404);
    const oneClick = await fetch(`${web.url}${links.linkFor(8)}`, {
      method: 'POST',
      body: 'List-Unsubscribe=One-Click',
    });
    expect([oneClick.status, unsubscribed.at(-1)]).toEqual([200, 8]);
  });
});
