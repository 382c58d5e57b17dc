import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBinaries } from '../../../src/adapters/store/embedded/binaries.ts';
import { mendLinks } from '../../../src/adapters/store/embedded/links.ts';

const run = promisify(execFile);

let copy: string;
let links: { target: string }[];

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'tocsin-binaries-'));
  await cp((await findBinaries()).root, copy, { recursive: true, verbatimSymlinks: true });
  links = JSON.parse(await readFile(join(copy, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

const initdbVersion = () => run(join(copy, 'native/bin/initdb'), ['--version']);

describe.skipIf(process.platform === 'win32')('a package whose install script did not run', () => {
  it('is mended: its programs find their libraries', async () => {
    for (const { target } of links) await rm(join(copy, target), { force: true });
    await expect(initdbVersion()).rejects.toThrow();
    await mendLinks(copy);
    expect((await initdbVersion()).stdout).toContain('PostgreSQL');
  });

  it('is mended by two processes at once, and left alone when whole', async () => {
    for (const { target } of links) await rm(join(copy, target), { force: true });
    await Promise.all([mendLinks(copy), mendLinks(copy)]);
    await mendLinks(copy);
    expect((await initdbVersion()).stdout).toContain('PostgreSQL');
  });
});
