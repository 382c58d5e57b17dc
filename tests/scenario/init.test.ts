import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeDataDir } from '../support/dataDir.ts';
import { startService } from '../support/service.ts';
import { adminSettings, pageText } from '../support/signedIn.ts';
import { runTocsin } from '../support/tocsin.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-init-'));
});
afterEach(async () => {
  await removeDataDir(join(folder, 'data'));
  await rm(folder, { recursive: true });
});

const textOf = (name: string): Promise<string> => readFile(join(folder, 'config', name), 'utf8');

describe('tocsin init', () => {
  it('writes the three starter files and names the next command', async () => {
    const { code, stdout } = await runTocsin(['init', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/cd \S+ && tocsin serve\n$/);
    expect(await readdir(join(folder, 'config'))).toEqual(['feeds.yaml', 'rules.yaml', 'subscribers.yaml']);
    expect(await textOf('rules.yaml')).toBe(await readFile('config/rules.yaml', 'utf8'));
  });

  it('overwrites nothing, and says what it left alone', async () => {
    await runTocsin(['init', folder]);
    await writeFile(join(folder, 'config/feeds.yaml'), 'mine');
    await rm(join(folder, 'config/rules.yaml'));
    const { code, stdout } = await runTocsin(['init', folder]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/written +\S+rules\.yaml/);
    expect(stdout).toMatch(/kept +\S+feeds\.yaml/);
    expect(await textOf('feeds.yaml')).toBe('mine');
  });

  it('ends with exit code 2 where no folder can be', async () => {
    await writeFile(join(folder, 'file'), '');
    const { code, stderr } = await runTocsin(['init', join(folder, 'file')]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the starter files cannot be written')]);
  });
});

/** The log and the first page of a service that is started and ended in the folder. */
async function serveOnce(): Promise<{ readonly log: string; readonly firstPage: string }> {
  const settings = {
    ...{ DATA_DIR: join(folder, 'data'), CONFIG_DIR: join(folder, 'config'), LOG_LEVEL: 'warn' },
    ...adminSettings,
  };
  const service = startService(settings);
  await service.started;
  const [url = ''] = /http:\S+/.exec(service.output()) ?? [];
  const firstPage = await pageText(url);
  expect(await service.terminate()).toBe(0);
  return { log: service.output(), firstPage };
}

describe('a service without any files', () => {
  it('says on the log and on its first page that nothing is watched and what to do, until that is done', async () => {
    const empty = await serveOnce();
    expect(empty.log).toMatch(/Nothing is watched.*tocsin init/s);
    expect(empty.firstPage).toMatch(/href="\/feeds"[^>]*>Nothing is watched: there are no feeds\. Add one/);
    await runTocsin(['init', folder]);
    await writeFile(join(folder, 'config/feeds.yaml'), 'feeds: [{ url: "http://127.0.0.1:1/rss" }]\n');
    const watching = await serveOnce();
    for (const text of Object.values(watching)) expect(text).not.toContain('Nothing is watched');
  });
});
