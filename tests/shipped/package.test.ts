import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InstalledPackage, installPackage } from '../support/installedPackage.ts';
import { startService } from '../support/service.ts';
import { waitFor } from '../support/waitFor.ts';

let installed: InstalledPackage;
beforeAll(async () => {
  installed = await installPackage();
}, 180_000);
afterAll(() => installed?.remove());

/** Runs it as a stranger does, in the stranger's folder. */
async function tocsin(...args: readonly string[]) {
  const child = spawn(process.execPath, [installed.main, ...args], {
    cwd: installed.folder,
    env: { PATH: process.env.PATH ?? '' },
  });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

const healthAt = async (url: string | undefined) =>
  (await (await fetch(`${url}/health`)).json()) as { readonly state: string };

const filesBelow = (folder: string, end: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));

const shipped =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|docs\/.+|config\/(?:demo\/)?\w+\.yaml|src\/.+\.sql|dist\/(?:src|workers|config)\/.+\.js|dist\/src\/web\/assets\/\w+\.(?:css|svg))$/;

describe('the package', () => {
  it('holds what runs and what is to be read, and nothing else', () => {
    expect(installed.files.filter((file) => !shipped.test(file))).toEqual([]);
    // What runs in a browser is bundled, an island a file.
    const isInBrowser = (file: string) => file.includes('/island/');
    const built = ['src', 'workers', 'config'].flatMap((folder) => [
      ...filesBelow(folder, '.ts'),
      ...filesBelow(folder, '.tsx'),
    ]);
    const islands = built.filter((file) => isInBrowser(file) && file.endsWith('Island.ts'));
    const needed = [
      ...built.filter((file) => !isInBrowser(file)).map((file) => `dist/${file.replace(/\.tsx?$/, '.js')}`),
      ...islands.map((file) => `dist/src/web/assets/${basename(file, '.ts')}.js`),
      ...['console.css', 'icon.svg'].map((file) => `dist/src/web/assets/${file}`),
      ...filesBelow('src', '.sql'),
      ...filesBelow('config', '.yaml'),
      ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
    ];
    expect(needed.filter((file) => !installed.files.includes(file))).toEqual([]);
  });

  it('says its version', async () => {
    expect(await tocsin('--version')).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });

  it('plays its demo to the end', async () => {
    const { code, stdout, stderr } = await tocsin('demo', '--once');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/ 0 failed\nEvery message arrived exactly once\./);
    expect(code).toBe(0);
  });

  it('writes its starter files, serves by them, and answers how it is', async () => {
    expect(await tocsin('init')).toMatchObject({ code: 0, stdout: expect.stringContaining('tocsin serve') });
    await writeFile(join(installed.folder, 'config/feeds.yaml'), 'feeds: [{ url: "http://127.0.0.1:1/rss" }]\n');
    const command = [process.execPath, installed.main, 'serve'] as const;
    const places = { DATA_DIR: join(installed.folder, 'data'), CONFIG_DIR: join(installed.folder, 'config') };
    const service = startService({ ...places, LOG_LEVEL: 'error' }, command);
    try {
      await service.started;
      const [url] = /http:\S+/.exec(service.output()) ?? [];
      expect(await (await fetch(`${url}/healthz`)).text()).toBe('ok');
      // Its only feed does not answer, which is told, and nobody is woken.
      await waitFor(async () => (await healthAt(url)).state === 'impaired', { withinMs: 20_000 });
      expect(await healthAt(url)).toMatchObject({ store: { state: 'ok' }, feeds: { all: 1, inTrouble: 1 } });
    } finally {
      expect(await service.terminate()).toBe(0);
    }
  });

  it('runs its other commands when one is broken', async () => {
    await writeFile(join(installed.root, 'dist/src/cli/demo.js'), "import 'no-such-package';\n");
    expect(await tocsin('demo')).toMatchObject({ code: 1, stderr: expect.stringContaining('no-such-package') });
    expect(await tocsin('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('demo') });
    expect(await tocsin('feeds', '--help')).toMatchObject({ code: 0 });
  });
});
