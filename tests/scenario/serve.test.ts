import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { postmasterPid } from '../support/dataDir.ts';
import { listenOnLoopback } from '../support/loopback.ts';
import { startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';

let folder: ServiceFolder;
beforeEach(async () => {
  folder = await makeUsedFolder(riotFiles('http://127.0.0.1:1/rss'));
});
afterEach(() => folder.remove());

const settings = () => ({ DATA_DIR: folder.data, CONFIG_DIR: folder.config, LOG_LEVEL: 'warn' });

describe('the service', () => {
  it('starts with nothing but Node, says where things are, and SIGTERM ends it with its database and exit code 0', async () => {
    await rm(folder.data, { recursive: true });
    const service = startService(settings());
    await service.started;
    expect(service.output()).toMatch(/outbox +.*outbox/);
    expect(service.output()).toMatch(/console +http:\/\/127\.0\.0\.1:\d+/);
    expect(await postmasterPid(folder.data)).not.toBeNull();
    expect(await service.terminate()).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
  });

  it('is joined by a second on the same folder; the first may leave, the last stops the database', async () => {
    const first = startService(settings());
    await first.started;
    const pid = await postmasterPid(folder.data);
    const second = startService(settings());
    await second.started;
    expect(await first.terminate()).toBe(0);
    expect(await postmasterPid(folder.data)).toBe(pid);
    expect(await second.terminate()).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
  });
});

describe('a start that cannot be says why, and what to do', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  const failure = async (
    changes: Record<string, string>,
  ): Promise<{ readonly code: number | null; readonly output: string }> => {
    const service = startService({ ...settings(), DATABASE_URL: database.connectionString, ...changes });
    await expect(service.started).rejects.toThrow();
    return { code: await service.terminate(), output: service.output() };
  };

  it('every wrong setting at once, by name, with an example, and no secret', async () => {
    const { code, output } = await failure({
      PORT: 'http',
      POLL_MIN_SECONDS: '-1',
      SMTP_URL: 'mail.example.org:geheim',
    });
    expect(code).toBe(2);
    for (const words of ['PORT', '8080', 'POLL_MIN_SECONDS', 'SMTP_URL', 'smtps://']) expect(output).toContain(words);
    expect(output).not.toContain('geheim');
  });

  it('a rule with a mistake, at its place', async () => {
    await writeFile(join(folder.config, 'rules.yaml'), "rules:\n  - id: riot\n    query: 'riot AND (fire'\n");
    const { code, output } = await failure({});
    expect(code).toBe(2);
    expect(output).toMatch(/rules\.yaml:3:\d+: error: riot: this bracket is never closed/);
  });

  it('a subscription to a rule that is not there', async () => {
    await writeFile(join(folder.config, 'rules.yaml'), 'rules:\n  - id: riots\n    query: riot\n');
    expect((await failure({})).output).toMatch(
      /subscribers\.yaml:\d+:\d+: error: there is no rule riot \(try: riots\)/,
    );
  });

  it('a port that is taken', async () => {
    const { port, close } = await listenOnLoopback(createServer());
    const { code, output } = await failure({ PORT: String(port) });
    await close();
    expect([code, output]).toEqual([1, expect.stringContaining(`${port} is already in use. Set PORT`)]);
  });

  it('a database that cannot be reached', async () => {
    const { code, output } = await failure({ DATABASE_URL: 'postgres://nobody:geheim@127.0.0.1:1/none' });
    expect([code, output]).toEqual([1, expect.stringContaining('ECONNREFUSED')]);
    expect(output).not.toContain('geheim');
  });
});
