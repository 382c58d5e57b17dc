import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSession } from '../../src/adapters/store/session.ts';
import { keepKey } from '../../src/app/secretKey.ts';
import { comesToRest } from '../support/atRest.ts';
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts';
import { removeDataDir } from '../support/dataDir.ts';
import { type ArrivedMail, startMailServer } from '../support/mailServer.ts';
import { startNewsServer } from '../support/newsServer.ts';
import { randomFrom } from '../support/random.ts';
import { startService } from '../support/service.ts';
import { runTocsin } from '../support/tocsin.ts';
import { runHere } from '../support/tocsinHere.ts';
import { makeUsedDataDir, makeUsedFolder } from '../support/usedDataDir.ts';
import { waitFor } from '../support/waitFor.ts';
import { feedItem, passToPlan, pollFeed, settle } from '../support/world.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tocsin-backup-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const headlineOf = ({ to, mail }: ArrivedMail): string => `${to} ${/Report \d+/.exec(mail.subject ?? '')?.[0]}`;

it('a service that is backed up under load and lost with its disk goes on from the backup: nothing is lost, nothing settled is sent again', async () => {
  const [dataDir, restoredDir] = [await makeUsedDataDir(), join(folder, 'restored')];
  const news = await startNewsServer();
  const random = randomFrom(7);
  let isBusy = true;
  const mail = await startMailServer(() => (isBusy && random() < 0.3 ? 'later' : 'take'));
  const readers = ['a@example.org', 'b@example.org', 'c@example.org'];
  const files = await makeUsedFolder({
    rules: { rules: [{ id: 'mine', query: 'mine', alert: { on: 'article' } }] },
    feeds: { feeds: ['one', 'two'].map((name) => ({ url: news.feedUrl(name), name, every: '1s' })) },
    subscribers: {
      subscribers: readers.map((email) => ({
        ...{ email, name: email, timezone: 'UTC' },
        subscriptions: [{ rules: ['mine'], schedule: 'instant', maxPerHour: 0 }],
      })),
    },
  });
  const settings = (DATA_DIR: string) => ({
    ...{ DATA_DIR, CONFIG_DIR: files.config, SMTP_URL: mail.smtpUrl, ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8' },
    ...{ POLL_MIN_SECONDS: '1', LOG_LEVEL: 'warn' },
  });
  const word = () =>
    Math.floor(random() * 26 ** 5)
      .toString(26)
      .replace(/\d/g, 'q');
  let published = 0;
  const publish = (count: number) => {
    for (const end = published + count; published < end; published++) {
      const words = Array.from({ length: 30 }, word).join(' ');
      const text = `A mine near ${word()} was closed after ${2 + (published % 20)} people were killed, police said. ${words}`;
      news.publish(published % 2 ? 'one' : 'two', {
        id: `${published}`,
        title: `Report ${1000 + published} ${word()}`,
        text,
      });
    }
  };

  let service = startService(settings(dataDir));
  await service.started;
  publish(20);
  await waitFor(() => mail.mails.length >= 12, { withinMs: 60_000, state: service.output });
  publish(20);
  const file = join(folder, 'drill.gz');
  const arrivedBefore = mail.mails.length;
  const made = await runTocsin(['backup', file], { DATA_DIR: dataDir });
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  publish(10);
  await waitFor(() => mail.mails.length >= arrivedBefore + 10, { withinMs: 60_000, state: service.output });
  await service.kill();
  const key = await readFile(join(dataDir, 'secret-key'), 'utf8');
  await removeDataDir(dataDir);

  expect(await runTocsin(['restore', file], { DATA_DIR: restoredDir })).toMatchObject({ code: 0, stderr: '' });
  expect(await readFile(join(restoredDir, 'secret-key'), 'utf8')).toBe(key);
  expect((await stat(join(restoredDir, 'secret-key'))).mode & 0o777).toBe(0o600);
  const again = await runTocsin(['restore', file], { DATA_DIR: restoredDir });
  expect([again.code, again.stderr]).toEqual([1, expect.stringMatching(/holds tables of Tocsin already/)]);

  isBusy = false;
  service = startService(settings(restoredDir));
  await service.started;
  publish(5);
  const expected = readers.flatMap((reader) =>
    Array.from({ length: published }, (_, at) => `${reader} Report ${1000 + at}`),
  );
  const missing = () => {
    const arrived = new Set(mail.mails.map(headlineOf));
    return expected.filter((each) => !arrived.has(each));
  };
  await waitFor(() => missing().length === 0, { withinMs: 180_000, state: () => `${missing()}\n${service.output()}` });
  await comesToRest(restoredDir, published, service.output);
  expect(await service.terminate()).toBe(0);

  const idsBefore = new Map(mail.mails.slice(0, arrivedBefore).map((each) => [headlineOf(each), each.mail.messageId]));
  const repeated = mail.mails.slice(arrivedBefore).filter((each) => idsBefore.has(headlineOf(each)));
  // Taken by the receiver, but not yet settled when the snapshot was made: at most what was in flight, under the same id.
  expect(repeated.length).toBeLessThanOrEqual(4);
  expect(repeated.map(({ mail: { messageId } }) => messageId)).toEqual(
    repeated.map((each) => idsBefore.get(headlineOf(each))),
  );
  await Promise.all([news.close(), mail.close()]);
  await Promise.all([removeDataDir(restoredDir), files.remove()]);
}, 600_000);

describe('between databases', () => {
  let files = 0;
  const nameOf = () => join(folder, `${++files}.gz`);
  const freshDir = () => join(folder, `data ${++files}`);

  async function withDatabases(
    use: (from: Record<string, string>, to: Record<string, string>) => Promise<void>,
  ): Promise<void> {
    const [source, target] = await Promise.all([createTestDatabase(), createEmptyDatabase()]);
    try {
      await settle(source.db);
      await pollFeed(source.db, 'one', [feedItem({ guid: 'a' })]);
      await passToPlan(source.db);
      const at = ({ connectionString }: typeof source) => ({ DATABASE_URL: connectionString, DATA_DIR: freshDir() });
      const from = at(source);
      await keepKey(from.DATA_DIR, 'the key that the first start made');
      await use(from, at(target));
    } finally {
      await Promise.all([source.drop(), target.drop()]);
    }
  }

  it('a key that DATA_DIR holds comes with the archive, and never replaces another', () =>
    withDatabases(async (from, to) => {
      const file = nameOf();
      expect(await runHere(['backup', file], from)).toMatchObject({ code: 0, stderr: '' });
      const key = await readFile(join(from.DATA_DIR ?? '', 'secret-key'), 'utf8');
      const refused = await runHere(['restore', file], { ...to, SECRET_KEY: 'another key that is long enough' });
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/SECRET_KEY: .*another one; unset it/)]);
      expect(await runHere(['restore', file], to)).toMatchObject({ code: 0, stderr: '' });
      expect(await readFile(join(to.DATA_DIR ?? '', 'secret-key'), 'utf8')).toBe(key);
      const [first, second] = [from, to].map((settings) => runHere(['stories', 'show', '1', '--json'], settings));
      expect(await second).toEqual(await first);
    }));

  it('a key of the settings stays out of the archive, and must be set again', () =>
    withDatabases(async (from, to) => {
      const file = nameOf();
      const key = { SECRET_KEY: 'the key of the first installation' };
      expect(await runHere(['backup', file], { ...from, ...key })).toMatchObject({ code: 0 });
      expect(gunzipSync(await readFile(file)).toString()).not.toContain(key.SECRET_KEY);
      const codes = [];
      for (const settings of [{}, { SECRET_KEY: 'another key that is long enough' }])
        codes.push((await runHere(['restore', file], { ...to, ...settings })).code);
      expect(codes).toEqual([2, 2]);
      expect(await runHere(['restore', file], { ...to, ...key })).toMatchObject({ code: 0, stderr: '' });
    }));

  it('a backup that would not know the key of the links is refused', () =>
    withDatabases(async (from) => {
      const refused = await runHere(['backup', nameOf()], { ...from, DATA_DIR: freshDir() });
      expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/set DATA_DIR, or SECRET_KEY/)]);
    }));

  it('a lost key keeps nobody from the data', () =>
    withDatabases(async (from, to) => {
      const file = nameOf();
      const key = { SECRET_KEY: 'the key of the first installation' };
      await runHere(['backup', file], { ...from, ...key });
      expect(await runHere(['restore', file, '--new-key'], to)).toMatchObject({ code: 0, stderr: '' });
    }));

  it('an archive replaces no file, and none is left that is not whole', () =>
    withDatabases(async (from, to) => {
      const [file, none] = [nameOf(), nameOf()];
      await writeFile(file, 'a letter');
      const refused = await runHere(['backup', file], from);
      expect([refused.code, refused.stderr, await readFile(file, 'utf8')]).toEqual([
        1,
        expect.stringMatching(/is there already/),
        'a letter',
      ]);
      const empty = await runHere(['backup', none], { ...to, SECRET_KEY: 'a key that is long enough' });
      expect([empty.code, empty.stderr]).toEqual([1, expect.stringMatching(/holds no Tocsin/)]);
      const torn = await runHere(['restore', file], to);
      expect([torn.code, torn.stderr]).toEqual([1, expect.stringMatching(/not made by `tocsin backup`/)]);
      expect((await readdir(folder)).filter((name) => name.includes('.part') || join(folder, name) === none)).toEqual(
        [],
      );
    }));

  it('a backup of nothing makes no database', async () => {
    const dataDir = freshDir();
    const refused = await runHere(['backup', nameOf()], { DATA_DIR: dataDir });
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/no database in DATA_DIR/)]);
    await expect(stat(dataDir)).rejects.toThrow('ENOENT');
  });

  it('a request to stop ends it and leaves no file', () =>
    withDatabases(async (from) => {
      const file = nameOf();
      const main = join(import.meta.dirname, '../../dist/src/main.js');
      const other = await openSession(from.DATABASE_URL ?? '');
      await other.execute('BEGIN; LOCK TABLE articles IN ACCESS EXCLUSIVE MODE');
      const backup = startService(from, [process.execPath, main, 'backup', file]);
      backup.started.catch(() => undefined);
      const waiting =
        'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())';
      await waitFor(async () => (await other.query(waiting)).length > 0, { withinMs: 60_000, state: backup.output });
      backup.signal('SIGTERM');
      expect([await backup.ended(), backup.output()]).toEqual([1, expect.stringMatching(/no backup was made/)]);
      await other.close();
      expect((await readdir(folder)).filter((name) => join(folder, name).startsWith(file))).toEqual([]);
    }));
});
