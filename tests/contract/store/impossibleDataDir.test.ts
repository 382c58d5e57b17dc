import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { embeddedTest as it, start } from '../../support/embedded.ts';
import { startService } from '../../support/service.ts';
import { runTocsin } from '../../support/tocsin.ts';

async function startOn(dataDir: string): Promise<{ readonly code: number | null; readonly output: string }> {
  const service = startService({ DATA_DIR: dataDir, CONFIG_DIR: dataDir, LOG_LEVEL: 'error' });
  await expect(service.started).rejects.toThrow();
  return { code: await service.ended(), output: service.output() };
}

const told = (dataDir: string) =>
  expect.stringMatching(
    new RegExp(`DATA_DIR: expected a folder .* example /var/lib/tocsin, got "${dataDir}" .*set DATA_DIR to another`),
  );

describe.concurrent('a start in a DATA_DIR that cannot be ends with exit code 2, and says what to do', () => {
  it.runIf(process.platform === 'linux')('where no folder can be created', async () => {
    expect(await startOn('/proc/x')).toEqual({ code: 2, output: told('/proc/x') });
    expect(await startOn('/proc/x/data')).toEqual({ code: 2, output: told('/proc/x/data') });
  });

  it.runIf(process.platform === 'linux')('in a folder that takes no files', async () => {
    expect(await startOn('/sys')).toEqual({ code: 2, output: told('/sys') });
  });

  it('that is a file, or below one', async ({ dataDir }) => {
    const file = join(dataDir, 'file');
    await writeFile(file, '');
    expect(await startOn(file)).toEqual({ code: 2, output: told(file) });
    expect(await startOn(join(file, 'data'))).toEqual({ code: 2, output: told(join(file, 'data')) });
  });

  it('whose password file is missing or empty', async ({ dataDir }) => {
    await (await start(dataDir)).leave();
    const password = join(dataDir, 'postgres/password');
    await writeFile(password, '');
    expect(await startOn(dataDir)).toEqual({
      code: 2,
      output: expect.stringMatching(
        /DATA_DIR: expected the password .*postgres\/password, but the file is empty; restore/,
      ),
    });
    await rm(password);
    expect(await startOn(dataDir)).toEqual({
      code: 2,
      output: expect.stringMatching(/but the file is missing; restore/),
    });
  });

  it('whose secret key cannot be kept, though the database is elsewhere', async ({ dataDir }) => {
    const server = await start(dataDir);
    const { code, stderr } = await runTocsin(['serve', '--roles=plan'], {
      ...{ DATA_DIR: join(dataDir, 'postgres/password'), CONFIG_DIR: dataDir, LOG_LEVEL: 'error' },
      DATABASE_URL: server.connectionString,
    });
    expect([code, stderr]).toEqual([2, expect.stringContaining('DATA_DIR: expected a folder')]);
    await server.leave();
  });

  it.runIf(process.platform === 'linux')('also of the demo, and of the doctor, who examines on', async () => {
    const settings = { DATA_DIR: '/proc/x' };
    expect(await runTocsin(['demo', '--once'], settings)).toMatchObject({ code: 2, stderr: told('/proc/x') });
    expect(await runTocsin(['doctor'], settings)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAIL  data folder'),
    });
  });
});
