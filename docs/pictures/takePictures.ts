import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { packageRoot } from '../../src/adapters/packageRoot.ts';
import { launchChromium } from '../../tests/support/chromium.ts';
import { makeDataDir, removeDataDir } from '../../tests/support/dataDir.ts';
import { type DemoRun, runDemoToItsEnd } from './demoRun.ts';
import { framedImage, framedTerminal } from './frame.ts';
import { chartOf, digestOf } from './subjects.ts';

/** Makes the pictures of docs/images anew: runs the demo, photographs a mail, its chart and the console. `npm run pictures`. */
const folder = join(packageRoot(), 'docs/images');
const mailWidth = 640;
const consoleWidth = 1000;
const rowsShown = 6;

type Scheme = 'light' | 'dark';

async function takePictures(): Promise<void> {
  const dataDir = await makeDataDir('tocsin-pictures-');
  const demo = await runDemoToItsEnd(dataDir);
  const browser = await launchChromium();
  try {
    await mkdir(folder, { recursive: true });
    await keep('chart.png', await frameOf(browser, await framedTerminal('npm run demo', chartOf(demo.output))));
    for (const scheme of ['light', 'dark'] as const) {
      await keep(`digest-${scheme}.png`, await mailPicture(browser, demo, scheme));
      await keep(`console-${scheme}.png`, await consolePicture(browser, demo, scheme));
    }
  } finally {
    await browser.close();
    await demo.stop();
    await removeDataDir(dataDir);
  }
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

/** The first page, down to the end of a row. */
async function consolePicture(browser: Browser, { url }: DemoRun, scheme: Scheme): Promise<Buffer> {
  const page = await openPage(browser, consoleWidth, scheme);
  await page.goto(url);
  const row = await page
    .locator('tbody tr')
    .nth(rowsShown - 1)
    .boundingBox();
  const height = Math.floor((row?.y ?? 0) + (row?.height ?? 0)) - 1; // the frame's line is enough
  const shot = await page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: consoleWidth, height } });
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
async function openPage(browser: Browser, width: number, colorScheme: Scheme): Promise<Page> {
  const viewport = { width, height: 200 };
  return (await browser.newContext({ viewport, colorScheme, deviceScaleFactor: 2 })).newPage();
}

async function keep(name: string, shot: Buffer): Promise<void> {
  await writeFile(join(folder, name), shot);
  process.stdout.write(`docs/images/${name}: ${Math.round(shot.length / 1024)} KB\n`);
}

await takePictures();
