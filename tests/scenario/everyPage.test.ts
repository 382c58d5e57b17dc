import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../support/chromium.ts';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';
import { crawl } from '../support/crawl.ts';
import { createQuietWorld, type QuietWorld } from '../support/quietWorld.ts';
import { rounds } from '../support/soak.ts';

const isMissing = !isChromiumInstalled && process.env.CI !== 'true';
if (isMissing)
  process.stderr.write('tests in a browser are left out: Chromium is not installed: apt-get install chromium\n');

const attack = `<img src=x onerror="document.title=1"><script>document.title=1</script>'"\`{{7*7}}`;
const longWord = 'Донаудампфшифффартсгезелльшафтскапитан'.repeat(8);

/** Every page that links lead to, over a store in which everything that strangers write is hostile. */
describe.skipIf(isMissing)('every page', () => {
  let news: QuietWorld;
  let world: ConsoleWorld;
  let browser: Browser;
  let admin: Visitor;
  let context: BrowserContext;
  let paths: readonly string[];
  const findings = new Map<string, Findings>();

  beforeAll(async () => {
    news = await createQuietWorld({
      start: '2022-01-06T06:00:00Z',
      feeds: ['steppe', 'capital'],
      rules: {
        riot: { query: 'riot OR killed >= 1', name: `Riots ${attack}`, owner: 'desk@example.org' },
        quiet: { query: 'volcano' },
        listed: { query: '@trouble', name: `Trouble ${attack}` },
      },
      concepts: { trouble: ['riot', 'riots', longWord.slice(0, 190), 'curfew'] },
      subscriptions: [
        { rules: ['riot', 'quiet'] },
        { rules: ['riot'], schedule: { every: 'day', at: { hour: 13, minute: 0 } } },
      ],
    });
    await news.db.execute('UPDATE feeds SET name = name || $1 WHERE id = 1', [attack]);
    await news.db.execute('UPDATE subscribers SET name = $1 WHERE NOT built_in', [attack]);
    const item = (guid: string, text: string) => ({
      guid,
      title: `Riot ${guid} in Almaty ${attack}`,
      contentText: text,
    });
    news.publish('steppe', {
      ...item('1', `At least 8 people were killed in riots in Almaty, the police said. ${attack} ${longWord}`),
      link: `javascript:alert(1)//${attack}`,
    });
    await news.runUntil(5);
    news.publish('capital', {
      ...item('2', `At least 18 people were killed in riots in Almaty, the Interior Ministry said. ${attack}`),
      outlet: { name: `Capital ${attack}`, domain: 'capital.example' },
      link: 'https://capital.example/2',
    });
    await news.runUntil(70);
    world = await createConsoleWorld({}, { database: news, now: news.at(75) });
    admin = await world.signIn('admin', `Admin ${attack}`);
    browser = await launchChromium();
    context = await world.browse(browser, admin);
    paths = await crawl(async (path) => {
      const response = await admin.get(path);
      return response.headers.get('content-type')?.startsWith('text/html') === true ? response.text() : '';
    });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.close();
    await news?.close();
  });

  const isPage = (path: string) => !/\.(csv|yaml|opml|json|xml|atom)(\?|$)/.test(path);
  const faultsOf = (kind: keyof Findings): readonly string[] =>
    [...findings].flatMap(([path, found]) => found[kind].map((fault) => `${path}: ${fault}`));

  it('is reached by a link, and answers', async () => {
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) expect([path, (await admin.get(path)).status]).toEqual([path, 200]);
  });

  it('shows what strangers wrote as text, runs nothing of it, and loads nothing from elsewhere', async () => {
    for (const path of paths.filter(isPage)) findings.set(path, await lookAt(context, world.url, path));
    expect(faultsOf('hostile')).toEqual([]);
  });

  it('fits a phone: nothing lies outside of 360 pixels', () => {
    expect(faultsOf('narrow')).toEqual([]);
  });

  it('has no serious fault of accessibility by axe, light and dark', () => {
    expect(faultsOf('barriers')).toEqual([]);
  });
});

interface Findings {
  readonly hostile: readonly string[];
  readonly narrow: readonly string[];
  readonly barriers: readonly string[];
}

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
/** The innermost element that reaches the farthest. */
const widest = `[...document.querySelectorAll('main *')].sort((a, b) => a.getBoundingClientRect().right - b.getBoundingClientRect().right).at(-1)?.outerHTML.slice(0, 200)`;
const phone = { width: 360, height: 740 };

/** One visit: opening a page takes longer than all that is looked at. */
async function lookAt(context: BrowserContext, origin: string, path: string): Promise<Findings> {
  const page = await context.newPage();
  const hostile: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') hostile.push(message.text());
  });
  page.on('pageerror', (error) => hostile.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob|about):/.test(request.url())) hostile.push(request.url());
  });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${origin}${path}`, { waitUntil: 'load' });
  const strange = await page.locator('img[src="x"], main script, a[href^="javascript:"]').count();
  if (strange > 0) hostile.push(`${strange} elements that a stranger wrote`);
  if ((await page.title()) === '1') hostile.push('a script of a stranger ran');
  // The policy of the pages lets no script in: axe comes by the debugger, and what it does is no fault of the page.
  page.removeAllListeners();
  await page.evaluate(axe);
  const light = await barriersOn(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await barriersOn(page, "runOnly: ['color-contrast'],");
  await page.setViewportSize(phone);
  const width = await page.evaluate('document.documentElement.scrollWidth');
  const outside: string = await page.evaluate(widest);
  const onPhone = rounds({ short: 1, long: 2, setting: 'TOCSIN_AXE' }) === 1 ? [] : await barriersOn(page);
  await page.close();
  const narrow = width === phone.width ? [] : [`${width} px wide: ${outside}`];
  return { hostile, narrow, barriers: [...light, ...dark.map((each) => `dark: ${each}`), ...onPhone] };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

async function barriersOn(page: Page, options = ''): Promise<readonly string[]> {
  const { violations }: AxeResult = await page.evaluate(`axe.run({ ${options} iframes: false })`);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
