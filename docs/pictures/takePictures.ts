import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../src/adapters/packageRoot.ts';
import { launchChromium } from '../../tests/support/chromium.ts';
import { makeDataDir, removeDataDir } from '../../tests/support/dataDir.ts';
import { type DemoRun, runDemoToItsEnd } from './demoRun.ts';
import { framedImage, framedTerminal } from './frame.ts';
import { photographPages, type SignedIn } from './pagePictures.ts';
import { chartOf, digestOf } from './subjects.ts';

/** Makes the pictures of docs/images anew: runs the demo, photographs a mail, its chart and the console. `npm run pictures`. */
const folder = join(packageRoot(), 'docs/images');
const mailWidth = 640;
const consoleWidth = 1000;
const consoleHeight = 640;

type Scheme = 'light' | 'dark';

async function takePictures(): Promise<void> {
  const dataDir = await makeDataDir('tocsin-pictures-');
  const demo = await runDemoToItsEnd(dataDir);
  const browser = await launchChromium();
  try {
    await mkdir(join(folder, 'console'), { recursive: true });
    await keep('chart.png', await frameOf(browser, await framedTerminal('npm run demo', chartOf(demo.output))));
    const state = await signIn(browser, demo);
    for (const scheme of ['light', 'dark'] as const) {
      await keep(`digest-${scheme}.png`, await mailPicture(browser, demo, scheme));
      await keep(`console-${scheme}.png`, await consolePicture(browser, demo, state, scheme));
    }
    for (const [name, webp] of await photographPages(browser, demo.url, state))
      await keep(`console/${name}.webp`, webp);
  } finally {
    await browser.close();
    await demo.stop();
    await removeDataDir(dataDir);
  }
}

async function signIn(browser: Browser, { signInLink }: DemoRun): Promise<SignedIn> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(signInLink);
  await page.getByRole('button').click();
  await page.locator('nav').waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

async function mailPicture(browser: Browser, { mailFolder }: DemoRun, scheme: Scheme): Promise<Buffer> {
  const names = (await readdir(mailFolder)).filter((name) => name.endsWith('.html')).sort();
  const mails = await Promise.all(
    names.map(async (name) => ({ html: await readFile(join(mailFolder, name), 'utf8') })),
  );
  const page = await openPage(browser, mailWidth, scheme);
  await page.setContent(digestOf(mails).html);
  const shot = await page.screenshot({ fullPage: true });
  await page.context().close();
  return frameOf(browser, await framedImage(shot, mailWidth));
}

/** The first page, as somebody sees it who has just signed in. */
async function consolePicture(browser: Browser, demo: DemoRun, state: SignedIn, scheme: Scheme): Promise<Buffer> {
  const page = await openPage(browser, consoleWidth, scheme, state);
  await page.goto(demo.url);
  const shot = await page.screenshot({ clip: { x: 0, y: 0, width: consoleWidth, height: consoleHeight } });
  await page.context().close();
  return frameOf(browser, await framedImage(shot, consoleWidth));
}

async function frameOf(browser: Browser, document: string): Promise<Buffer> {
  const page = await openPage(browser, 1400, 'light');
  await page.setContent(document);
  const shot = await page.locator('.frame').screenshot({ omitBackground: true });
  await page.context().close();
  return shot;
}

/** Two pixels a CSS pixel, so that letters are sharp on today's screens. */
async function openPage(browser: Browser, width: number, colorScheme: Scheme, state?: SignedIn): Promise<Page> {
  const viewport = { width, height: state === undefined ? 200 : consoleHeight };
  const signedIn = state === undefined ? {} : { storageState: state };
  return (await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2, ...signedIn })).newPage();
}

async function keep(name: string, shot: Buffer): Promise<void> {
  await writeFile(join(folder, name), shot);
  process.stdout.write(`docs/images/${name}: ${Math.round(shot.length / 1024)} KB\n`);
}

await takePictures();
