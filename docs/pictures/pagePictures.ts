import type { Browser, BrowserContext, Page } from 'playwright-core';

/** A browser's cookies after signing in. */
export type SignedIn = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Each page of the console by the name of its picture: an address, or a link to follow from one. */
const pages: Readonly<Record<string, string | { readonly from: string; readonly link: string }>> = {
  desk: '/',
  handover: '/handover?since=2022-01-05T00:00',
  stories: '/stories',
  story: { from: '/stories', link: 'main a[href^="/stories/"]' },
  rules: '/rules',
  rule: '/rules/casualty-updates',
  'rule-difference':
    '/rules/casualty-updates?tab=difference&query=%40kazakhstan+AND+%28killed+%3E%3D+1+OR+troops+%3E%3D+1%29',
  concepts: '/concepts',
  concept: '/concepts/kazakhstan',
  articles: '/articles?q=killed+%3E%3D+10',
  article: { from: '/articles?q=killed+%3E%3D+100', link: 'main a[href^="/articles/"]' },
  feeds: '/feeds',
  feed: { from: '/feeds', link: 'main th a[href^="/feeds/"]' },
  'feed-new': '/feeds/new',
  messages: '/messages',
  message: { from: '/messages', link: 'main a[href^="/messages/"]' },
  subscribers: '/subscribers',
  subscriber: { from: '/subscribers', link: 'main a[href^="/subscribers/"]:not([href*="new"])' },
  settings: '/settings',
  audit: '/settings/audit',
};

const sizes = { wide: { width: 1280, height: 860 }, phone: { width: 360, height: 860 } } as const;
const gap = 32;

/** Every page, light and dark, on a desk's screen with a phone beside it: name and WebP. */
export async function photographPages(
  browser: Browser,
  url: string,
  state: SignedIn,
): Promise<readonly (readonly [string, Buffer])[]> {
  const found: (readonly [string, Buffer])[] = [];
  for (const scheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ storageState: state, colorScheme: scheme });
    const page = await context.newPage();
    for (const [name, where] of Object.entries(pages)) {
      const address = `${url}${await addressOf(page, url, where)}`;
      const wide = await shotOf(page, address, sizes.wide);
      const phone = await shotOf(page, address, sizes.phone);
      found.push([`${name}-${scheme}`, await sideBySide(browser, wide, phone)]);
    }
    await context.close();
  }
  return found;
}

async function addressOf(page: Page, url: string, where: (typeof pages)[string]): Promise<string> {
  if (typeof where === 'string') return where;
  await page.goto(`${url}${where.from}`);
  return (await page.locator(where.link).first().getAttribute('href')) ?? '/';
}

async function shotOf(page: Page, address: string, size: { width: number; height: number }): Promise<Buffer> {
  await page.setViewportSize(size);
  const response = await page.goto(address, { waitUntil: 'load' });
  if (response?.status() !== 200) throw new Error(`${address} was answered ${response?.status()}`);
  return page.screenshot();
}

/** WebP is a quarter of the size of PNG, and the browser can write it. */
async function sideBySide(browser: Browser, wide: Buffer, phone: Buffer): Promise<Buffer> {
  const page = await browser.newPage();
  const data: string = await page.evaluate(`(async () => {
    const load = async (base64) => createImageBitmap(await (await fetch('data:image/png;base64,' + base64)).blob());
    const [wide, phone] = [await load('${wide.toString('base64')}'), await load('${phone.toString('base64')}')];
    const canvas = document.createElement('canvas');
    canvas.width = wide.width + ${gap} + phone.width;
    canvas.height = Math.max(wide.height, phone.height);
    const context = canvas.getContext('2d');
    context.drawImage(wide, 0, 0);
    context.drawImage(phone, wide.width + ${gap}, 0);
    return canvas.toDataURL('image/webp', 0.85).split(',')[1];
  })()`);
  await page.close();
  return Buffer.from(data, 'base64');
}
