import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { postmasterPid, removeDataDir } from '../support/dataDir.ts';
import { type Loopback, listenOnLoopback } from '../support/loopback.ts';
import { startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

const main = join(import.meta.dirname, '../../dist/src/main.js');

let folder: ServiceFolder;
let publisher: Loopback;
let polls = 0;
beforeEach(async () => {
  polls = 0;
  publisher = await listenOnLoopback(
    createServer((_request, response) => {
      polls++;
      response.writeHead(404).end();
    }),
  );
  folder = await makeUsedFolder(riotFiles(`${publisher.origin}/rss`));
});
afterEach(async () => {
  await publisher.close();
  await removeDataDir(folder.data);
  await folder.remove();
});

const settings = () => ({ DATA_DIR: folder.data, CONFIG_DIR: folder.config });

describe('when the reader is gone', () => {
  it('the service works on, and stops in order', async () => {
    const service = startService({ ...settings(), LOG_LEVEL: 'debug', ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' });
    onTestFinished(() => service.kill());
    service.stopReading();
    await waitFor(() => polls > 0, { withinMs: 60_000 });
    expect(await postmasterPid(folder.data)).not.toBeNull();
    expect(await service.terminate()).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
  });

  it('doctor goes on to its end, and closes its database', async () => {
    const { output, code } = await readUntil(['doctor'], 'store: PostgreSQL');
    expect(output).not.toContain('queue:');
    expect(code).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
  });

  it('the demo ends, and takes its database away', async () => {
    const { code } = await readUntil(['demo'], 'riot');
    expect(code).toBe(0);
    const [run = ''] = await readdir(join(folder.data, 'demo'));
    expect(await readdir(join(folder.data, 'demo', run))).not.toContain('data');
  });
});

/** Reads until `last` is there, as `| head` does. */
async function readUntil(
  args: readonly string[],
  last: string,
): Promise<{ readonly output: string; readonly code: number | null }> {
  const command = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH ?? '', ...settings(), PORT: '0' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let output = '';
  command.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8');
    if (output.includes(last)) command.stdout.destroy();
  });
  const [code] = await once(command, 'exit');
  return { output, code };
}
