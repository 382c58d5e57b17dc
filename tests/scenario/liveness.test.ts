import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { announceProcess } from '../../src/app/liveness/announceProcess.ts';
import { askProcesses } from '../../src/app/liveness/askProcess.ts';
import { readNotes, writeNote } from '../../src/app/liveness/processNote.ts';
import { roles } from '../../src/app/roles.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { makeDataDir, removeDataDir } from '../support/dataDir.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { type Service, startService } from '../support/service.ts';
import { runTocsin } from '../support/tocsin.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let dataDir: string;
let started: Service[] = [];
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(async () => {
  await Promise.all(started.map((service) => service.kill()));
  started = [];
  await removeDataDir(dataDir);
});

const main = join(import.meta.dirname, '../../dist/src/main.js');

async function serve(role: string, changes: Readonly<Record<string, string>> = {}): Promise<Service> {
  const settings = { DATA_DIR: dataDir, CONFIG_DIR: dataDir, DATABASE_URL: database.connectionString, ...changes };
  const service = startService(settings, [process.execPath, main, 'serve', `--roles=${role}`]);
  started.push(service);
  await service.started;
  return service;
}

async function health(): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const { code, stdout, stderr } = await runTocsin(['health'], { DATA_DIR: dataDir });
  expect(stderr).toBe('');
  return { code, lines: stdout.trim().split('\n') };
}

describe('tocsin health', () => {
  it('ends with 1 where no service runs', async () => {
    expect(await health()).toEqual({ code: 1, lines: [`no service is running on ${dataDir}`] });
  });

  it('ends with 0 while every process runs, and names them with their roles', async () => {
    const some = roles.filter((_, index) => index % 2 === 0);
    const services = await Promise.all(some.map((role) => serve(role)));
    const { code, lines } = await health();
    expect(lines).toHaveLength(some.length);
    for (const role of some)
      expect(lines).toContainEqual(expect.stringMatching(`^process \\d+ \\(${role}\\): running$`));
    expect(code).toBe(0);
    expect(await Promise.all(services.map((service) => service.terminate()))).toEqual(some.map(() => 0));
    expect(await health()).toMatchObject({ code: 1 });
  });

  it('ends with 1 when one of several was killed, and names it; the next start takes its place', async () => {
    const [plan] = [await serve('plan'), await serve('deliver')];
    await plan.kill();
    const { code, lines } = await health();
    expect(lines).toContainEqual(expect.stringMatching(/\(plan\): dead$/));
    expect(lines).toContainEqual(expect.stringMatching(/\(deliver\): running$/));
    expect(code).toBe(1);
    await serve('plan');
    expect(await health()).toMatchObject({ code: 0, lines: { length: 2 } });
  });

  it('does not take a process that hangs for one that runs', async () => {
    const service = await serve('plan');
    service.signal('SIGSTOP');
    expect(await askProcesses(dataDir, 200)).toMatchObject([{ liveness: 'silent' }]);
    service.signal('SIGCONT');
    expect(await health()).toMatchObject({ code: 0 });
  });

  it('looks past what a power failure has left of a note', async () => {
    await serve('plan');
    await writeFile(join(dataDir, 'processes', `${hostname()}-1.json`), '');
    await serve('deliver');
    expect(await health()).toMatchObject({ code: 0, lines: { length: 2 } });
  });
});

describe('a process that needs no DATA_DIR', () => {
  it('works without one, and says that its health cannot be asked', async () => {
    await writeFile(join(dataDir, 'file'), '');
    const elsewhere = { SECRET_KEY: '0123456789abcdef', SMTP_URL: 'smtp://127.0.0.1:1' };
    const service = await serve('plan', { ...elsewhere, DATA_DIR: join(dataDir, 'file') });
    expect(service.output()).toContain('`tocsin health` does not see this process');
    expect(await service.terminate()).toBe(0);
  });
});

describe('a process that has noted itself', () => {
  it('ends when it is stopped, though a caller has not hung up', async () => {
    const service = await serve('plan');
    const [note] = await readNotes(dataDir, hostname());
    const caller = connect({ port: note?.port ?? 0, host: '127.0.0.1', allowHalfOpen: true }).resume();
    caller.on('error', () => undefined).write('GET / HTTP/1.1\r\n\r\n');
    await once(caller, 'end');
    expect(await service.terminate()).toBe(0);
    caller.destroy();
  });

  it('is starting until it runs, and stopping before it is gone', async () => {
    const announced = await announceProcess(dataDir, ['plan']);
    const liveness = async () => (await askProcesses(dataDir)).map((each) => each.liveness);
    expect(await liveness()).toEqual(['starting']);
    announced.become('running');
    expect(await liveness()).toEqual(['running']);
    announced.become('stopping');
    expect(await liveness()).toEqual(['stopping']);
    await announced.close();
    expect(await liveness()).toEqual([]);
  });

  it('is dead, though another program answers, or waits for a request, on the port that it had', async () => {
    const other = createServer((_request, response) => response.end('{"state":"running"}'));
    const { port, close } = await listenOnLoopback(other);
    await writeNote(dataDir, { host: hostname(), pid: 1, port, key: 'gone', roles: ['plan'] });
    expect(await askProcesses(dataDir)).toEqual([{ pid: 1, roles: ['plan'], liveness: 'dead' }]);
    await close();
  });

  it('is not asked from another machine that shares the folder', async () => {
    await writeNote(dataDir, { host: 'elsewhere', pid: 1, port: 1, key: 'key', roles: ['plan'] });
    expect(await askProcesses(dataDir)).toEqual([]);
  });
});
