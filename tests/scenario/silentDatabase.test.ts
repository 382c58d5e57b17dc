import { describe, test } from 'vitest';
import { riotFiles } from '../support/configFolder.ts';
import { createEmptyDatabase } from '../support/database.ts';
import { type Line, openLine } from '../support/line.ts';
import { startMailServer } from '../support/mailServer.ts';
import { startNewsServer } from '../support/newsServer.ts';
import { type Service, startService } from '../support/service.ts';
import { makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';

interface World {
  readonly line: Line;
  readonly service: Service;
  publish(id: string): void;
  isNotifiedOf(id: string, withinMs: number): Promise<void>;
  health(): Promise<{ readonly status: number; readonly body: unknown }>;
  linesSaying(words: string): number;
}

const it = test.extend<{ readonly world: World }>({
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads a fixture's needs from this pattern
  world: async ({}, use) => {
    const [database, news, mail] = await Promise.all([createEmptyDatabase(), startNewsServer(), startMailServer()]);
    const folder = await makeUsedFolder(riotFiles(news.feedUrl('wire')));
    const throughLine = new URL(database.connectionString);
    const line = await openLine(new URL(database.connectionString));
    throughLine.port = String(line.port);
    const service = startService({
      ...{ DATABASE_URL: throughLine.href, DATA_DIR: folder.data, CONFIG_DIR: folder.config, SMTP_URL: mail.smtpUrl },
      ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', POLL_MIN_SECONDS: '1', LOG_LEVEL: 'info' },
    });
    await service.started;
    await use({
      ...{ line, service },
      publish: (id) =>
        news.publish('wire', {
          id,
          title: `Riot in quarter ${id}`,
          text: `A riot broke out in quarter ${id} of the town.`,
        }),
      isNotifiedOf: (id, withinMs) =>
        waitFor(() => mail.mails.some((each) => each.mail.subject?.includes(`quarter ${id}`)), {
          withinMs,
          state: () => service.output(),
        }),
      async health() {
        const url = /console +(http:\S+)/.exec(service.output())?.[1] ?? '';
        const response = await fetch(`${url}/health`);
        return { status: response.status, body: await response.json() };
      },
      linesSaying: (words) =>
        service
          .output()
          .split('\n')
          .filter((each) => each.includes(words)).length,
    });
    await service.kill();
    await line.close();
    await Promise.all([database.drop(), news.close(), mail.close(), folder.remove()]);
  },
});

describe.concurrent('a database that falls silent', () => {
  it('is said to be down within seconds, once, and left for new connections as soon as these work', async ({
    expect,
    world,
  }) => {
    const { line, service, publish, isNotifiedOf, health, linesSaying } = world;
    publish('one');
    await isNotifiedOf('one', 60_000);
    line.freeze();
    publish('two');
    await waitFor(async () => (await health()).status === 503, { withinMs: 15_000 });
    expect((await health()).body).toMatchObject({ store: { state: 'down', reason: 'no response' } });
    await waitFor(() => linesSaying('cannot read the store') > 0, { withinMs: 60_000 });
    line.forget();
    await isNotifiedOf('two', 90_000);
    await waitFor(async () => (await health()).status === 200, { withinMs: 15_000 });
    expect(linesSaying('cannot read the store')).toBe(1);
    await waitFor(() => line.forgotten() === 0, { withinMs: 60_000 });
    expect(await service.terminate()).toBe(0);
  });

  it('in the middle of the work does not keep the writer’s lock from whoever connects anew', async ({
    expect,
    world,
  }) => {
    const { line, service, publish, isNotifiedOf, linesSaying } = world;
    publish('one');
    await isNotifiedOf('one', 60_000);
    line.forget();
    publish('two');
    await isNotifiedOf('two', 90_000);
    // Perhaps by the old writer still, over a new connection, before the loss of its lock is known.
    await waitFor(() => linesSaying('is now the story writer') === 2, { withinMs: 60_000, state: service.output });
    await waitFor(() => line.forgotten() === 0, { withinMs: 60_000 });
    expect(await service.terminate()).toBe(0);
  });

  it('does not keep SIGTERM from ending the process within twenty seconds, which says what was left', async ({
    expect,
    world,
  }) => {
    const { line, service, health } = world;
    line.freeze();
    await waitFor(async () => (await health()).status === 503, { withinMs: 15_000 });
    let code: number | null | undefined;
    service.signal('SIGTERM');
    void service.ended().then((each) => {
      code = each;
    });
    await waitFor(() => code !== undefined, { withinMs: 20_000, state: () => service.output() });
    expect(code).toBe(1);
    expect(service.output()).toMatch(/the (sweeper|workers) did not close in time/);
  });
});
