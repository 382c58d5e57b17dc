import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { postmasterPid, removeDataDir } from '../support/dataDir.ts';
import { type Service, startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

let folder: ServiceFolder;
let started: Service | null = null;
beforeEach(async () => {
  folder = await makeUsedFolder(riotFiles('http://127.0.0.1:1/rss'));
});
afterEach(async () => {
  await started?.terminate();
  await removeDataDir(folder.data);
  await folder.remove();
});

const start = (...asked: Parameters<typeof startService>): Service => {
  started = startService(...asked);
  return started;
};

/** Takes the port, and frees it again; rejects where somebody holds it. Port 0: any that is free. */
const takePort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

describe('a signal to npm reaches the service that npm started', () => {
  it('npm start: SIGTERM ends it in order, its port is free and its folder released when npm is gone', async () => {
    const port = await takePort(0);
    const settings = { DATA_DIR: folder.data, CONFIG_DIR: folder.config, PORT: String(port), LOG_LEVEL: 'warn' };
    const npm = start(settings, ['npm', 'start']);
    await npm.started;
    expect(await postmasterPid(folder.data)).not.toBeNull();
    expect(await npm.terminate()).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
    expect(await takePort(port)).toBe(port);
  });

  it('npm run demo: SIGTERM ends it and takes its database away', async () => {
    const npm = start({ DATA_DIR: folder.data }, ['npm', 'run', 'demo']);
    await waitFor(() => /% of the four days/.test(npm.output()), { withinMs: 60_000, state: npm.output });
    const [, path = ''] = /kept in (\S+)\. Times/.exec(npm.output()) ?? [];
    const data = join(process.cwd(), path, 'data');
    expect(await postmasterPid(data)).not.toBeNull();
    expect(await npm.terminate()).toBe(0);
    expect(await postmasterPid(data)).toBeNull();
  });

  it('Ctrl-C, which the terminal sends to both and npm passes on, is one request: it stops in order', async () => {
    const service = start({ DATA_DIR: folder.data, CONFIG_DIR: folder.config, LOG_LEVEL: 'warn' });
    await service.started;
    service.signal('SIGINT');
    service.signal('SIGTERM');
    expect(await service.ended()).toBe(0);
    expect(await postmasterPid(folder.data)).toBeNull();
  });
});
