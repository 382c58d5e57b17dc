import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { riotFiles, type ServiceFolder } from '../support/configFolder.ts';
import { isRunning, postmasterPid, postmasterPort, removeDataDir } from '../support/dataDir.ts';
import { query } from '../support/embedded.ts';
import { diskMissing, mountDisk, type SmallDisk } from '../support/fullDisk.ts';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { type NewsServer, startNewsServer } from '../support/newsServer.ts';
import { type Service, startService } from '../support/service.ts';
import { makeUsedDataDir, makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

const main = join(import.meta.dirname, '../../dist/src/main.js');

let dataDir: string;
let news: NewsServer;
let mail: MailServer;
let folder: ServiceFolder;
let services: Service[];

beforeEach(async () => {
  [dataDir, news, mail] = await Promise.all([makeUsedDataDir(), startNewsServer(), startMailServer()]);
  folder = await makeUsedFolder(riotFiles(news.feedUrl('wire')));
  services = [];
});
afterEach(async () => {
  await Promise.all(services.map((service) => service.kill()));
  await Promise.all([removeDataDir(dataDir), news.close(), mail.close(), folder.remove()]);
});

async function serve(roles: string, data = dataDir): Promise<Service> {
  const settings = {
    ...{ DATA_DIR: data, CONFIG_DIR: folder.config, SMTP_URL: mail.smtpUrl, CANARY_MINUTES: '0' },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', LOG_LEVEL: 'info' },
  };
  const service = startService(settings, [process.execPath, main, 'serve', `--roles=${roles}`]);
  services.push(service);
  await service.started;
  return service;
}

const publish = (id: string) =>
  news.publish('wire', { id, title: `Riot in quarter ${id}`, text: `A riot broke out in quarter ${id} of the town.` });
const isNotifiedOf = (id: string, withinMs: number) =>
  waitFor(() => mail.mails.some((each) => each.mail.subject?.includes(`quarter ${id}`)), {
    withinMs,
    state: () => services.map((service) => service.output()).join('\n'),
  });
const health = async (service: Service) => {
  const url = /console +(http:\S+)/.exec(service.output())?.[1] ?? '';
  const response = await fetch(`${url}/health`);
  return { status: response.status, body: await response.json() };
};

/** Kills the server and listens on its port before anybody starts it there again. */
async function takePort(): Promise<Server> {
  const squatter = createServer((socket) => socket.on('error', () => undefined));
  for (;;) {
    const [pid, port] = [await postmasterPid(dataDir), await postmasterPort(dataDir)];
    if (pid === null || port === null) continue;
    process.kill(pid, 'SIGKILL');
    if (await isTakenBy(squatter, port, pid)) return squatter;
  }
}

async function isTakenBy(squatter: Server, port: number, pid: number): Promise<boolean> {
  for (;;) {
    squatter.listen({ port, host: '127.0.0.1', exclusive: true });
    const won = await once(squatter, 'listening').then(
      () => true,
      () => false,
    );
    if (won) return true;
    const next = await postmasterPid(dataDir);
    if (next !== pid && next !== null && isRunning(next)) return false;
  }
}

describe('an embedded server', () => {
  it('that was killed, its port taken, is started on another one, where every process follows', async () => {
    const [first, second] = [await serve('poll,match,story,plan,web'), await serve('deliver')];
    publish('one');
    await isNotifiedOf('one', 60_000);
    const port = await postmasterPort(dataDir);
    const squatter = await takePort();
    publish('two');
    await isNotifiedOf('two', 90_000);
    await waitFor(async () => (await health(first)).status === 200, { withinMs: 15_000 });
    expect(await postmasterPort(dataDir)).not.toBe(port);
    squatter.close();
    expect([await first.terminate(), await second.terminate()]).toEqual([0, 0]);
    expect(await postmasterPid(dataDir)).toBeNull();
  });

  it('whose data are gone ends the process, which says what to do', async () => {
    const service = await serve('web');
    await writeFile(join(dataDir, 'postgres/data/PG_VERSION'), '17\n');
    process.kill((await postmasterPid(dataDir)) ?? 0, 'SIGKILL');
    expect(await service.ended()).toBe(2);
    expect(service.output()).toMatch(/DATA_DIR: .*created by PostgreSQL 17.*pg_dump/);
  });
});

describe.skipIf(diskMissing !== null)('on a disk of its own', () => {
  let disk: SmallDisk;
  beforeEach(async () => {
    disk = await mountDisk(dataDir);
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.kill()));
    const pid = await postmasterPid(join(disk.path, 'data'));
    if (pid !== null && isRunning(pid)) process.kill(pid, 'SIGQUIT');
    await disk.unmount();
  });

  it('a server that panics when the disk is full works again once there is space', async () => {
    const data = join(disk.path, 'data');
    const service = await serve('poll,match,story,plan,deliver,web', data);
    publish('one');
    await isNotifiedOf('one', 60_000);
    const password = await readFile(join(data, 'postgres/password'), 'utf8');
    const url = `postgres://tocsin:${password}@127.0.0.1:${await postmasterPort(data)}/postgres`;
    await disk.fill();
    // The log of changes grows until there is no space for a new file of it.
    const write = 'SELECT pg_logical_emit_message(false, $$ballast$$, repeat($$x$$, 8000000))';
    for (let writes = 0; writes < 50; writes++) await query(url, write).catch(() => undefined);
    await waitFor(() => service.output().includes('the disk is full'), { withinMs: 120_000, state: service.output });
    publish('two');
    await waitFor(async () => (await health(service)).status === 503, { withinMs: 15_000 });
    expect((await health(service)).body).toMatchObject({
      store: { state: 'down', reason: expect.stringContaining('the disk is full') },
    });
    await disk.empty();
    await isNotifiedOf('two', 90_000);
    expect(await service.terminate()).toBe(0);
  });
});
