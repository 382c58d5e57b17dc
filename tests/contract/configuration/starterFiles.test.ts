import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../../../config/settingsError.ts';
import { createFeedList } from '../../../src/adapters/store/feeds/feedList.ts';
import { watching } from '../../../src/adapters/store/plan/notificationLog.ts';
import { createRuleStore } from '../../../src/adapters/store/rules/ruleStore.ts';
import { createSubscriberList } from '../../../src/adapters/store/subscribers/subscriberList.ts';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import { importStarterFiles } from '../../../src/app/configuration/importStarterFiles.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const now = new Date('2026-11-24T10:00:00Z');
const who = { by: 'a test', why: 'to see', at: now };

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'tocsin-config-'))]);
});
afterEach(() => Promise.all([database.drop(), rm(folder, { recursive: true })]));

const rules = 'rules:\n  - { id: riot, query: riot }\n  - { id: csto, query: csto }\n';
const feeds = 'feeds:\n  - { url: "https://wire.example/rss", name: Wire }\n';
const subscribers =
  'subscribers:\n  - email: desk@example.org\n    subscriptions:\n      - { rules: [riot], schedule: instant }\n';

const write = (name: string, text: string) => writeFile(join(folder, `${name}.yaml`), text);
const writeAll = () => Promise.all([write('rules', rules), write('feeds', feeds), write('subscribers', subscribers)]);

const imported: string[] = [];

/** Resolves to the warnings of the start. */
async function start(): Promise<readonly string[]> {
  const warnings: string[] = [];
  const log = {
    info: (_: object, message: string) => void imported.push(message),
    error: () => undefined,
    warn: (_: object, message: string) => void warnings.push(message.replaceAll(folder, '')),
  };
  await importStarterFiles({ db: database.db, configDir: folder, clock: { now: () => now }, log });
  return warnings;
}

const problemsAtStart = (): Promise<readonly string[]> =>
  start().then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof SettingsError)) throw error;
      return error.problems.map((problem) => problem.replaceAll(folder, ''));
    },
  );

const ruleIds = async () => (await createRuleStore(database.db).read()).rules.map(({ id }) => id);

async function apply(text: string): Promise<void> {
  const { value } = await rulesKind.read(database.db, text, 'rules.yaml');
  if (value === null) throw new Error('the rules of this test are wrong');
  await applyWanted(database.db, rulesKind, { value, text }, who);
}

describe('the first start', () => {
  it('imports all three files', async () => {
    await writeAll();
    expect(await start()).toEqual([]);
    expect(await ruleIds()).toEqual(['csto', 'riot']);
    expect(await createFeedList(database.db).read()).toHaveLength(1);
    expect((await createSubscriberList(database.db).read())[0]?.subscriptions).toHaveLength(1);
  });

  it('goes on without a file, says so, and imports it once it is there', async () => {
    await write('rules', rules);
    expect(await start()).toEqual([
      "/feeds.yaml does not exist; the store's feeds are in force",
      "/subscribers.yaml does not exist; the store's subscribers are in force",
    ]);
    await writeAll();
    expect(await start()).toEqual([]);
    expect(await createFeedList(database.db).read()).toHaveLength(1);
  });

  it('ends with every fault of the files, and imports nothing of a file that has one', async () => {
    await writeAll();
    await write('rules', 'rules:\n  - { id: good, query: riot }\n  - { id: bad, query: "riot (" }\n');
    await write('feeds', 'feeds:\n  - { url: nowhere }\n');
    expect(await problemsAtStart()).toEqual([
      expect.stringMatching(/^\/rules\.yaml:3:30: error: bad: /),
      expect.stringMatching(/^\/feeds\.yaml:2:12: error: url: /),
    ]);
    expect(await ruleIds()).toEqual([]);
    await writeAll();
    expect(await problemsAtStart()).toEqual([]);
  });

  it('says where a subscription names a rule that is not there, and which was meant', async () => {
    await writeAll();
    await write('subscribers', subscribers.replace('[riot]', '[csto, roit]'));
    expect(await problemsAtStart()).toEqual(['/subscribers.yaml:4:25: error: there is no rule roit (try: riot)']);
    expect(await createSubscriberList(database.db).read()).toEqual([]);
  });

  it('leaves alone what was applied before it', async () => {
    await apply('rules:\n  - { id: own, query: riot }\n');
    await write('rules', rules);
    expect(await start()).toContainEqual(expect.stringContaining('/rules.yaml differs from the store in 3 places'));
    expect(await ruleIds()).toEqual(['own']);
  });

  it('says whom it may not bring back, and does not', async () => {
    await writeAll();
    await start();
    const list = createSubscriberList(database.db);
    await list.unsubscribe(1, now);
    await list.replace([], now);
    await database.db.execute("DELETE FROM config_imports WHERE file = 'subscribers'");
    await write('subscribers', subscribers.replace('desk@', 'Desk@').replace('instant', 'hourly'));
    expect(await start()).toEqual([
      'subscription of desk@example.org: email | desk@example.org | hourly | 1 brings nothing of riot: the subscriber left it on Tue 24 Nov 10:00 UTC, and only they can undo that, by a link in a message',
    ]);
    expect(await watching(database.db, ['riot'])).toEqual([]);
  });

  it('of two processes at once imports once', async () => {
    await writeAll();
    imported.length = 0;
    await Promise.all([start(), start(), start()]);
    expect([...imported].sort()).toEqual(['feeds imported', 'rules imported', 'subscribers imported']);
  });
});

describe('a later start', () => {
  beforeEach(async () => {
    await writeAll();
    await start();
  });

  it('says nothing while files and store are the same, however they are written', async () => {
    await write('rules', JSON.stringify({ rules: ['csto', 'riot'].map((id) => ({ query: id, id, name: id })) }));
    expect(await start()).toEqual([]);
  });

  it('does not import a deleted rule again, and says in one line how the file differs and what to run', async () => {
    await apply('rules:\n  - { id: riot, query: riot }\n');
    expect(await start()).toEqual([
      "/rules.yaml differs from the store in 1 place, the store's rules are in force; " +
        "see `tocsin rules diff /rules.yaml`, then `apply` the file or `export` the store's",
    ]);
    expect(await ruleIds()).toEqual(['riot']);
  });

  it('goes on with the store when a file has become wrong', async () => {
    await write('rules', 'rules:\n  - { id: riot }\n');
    expect(await start()).toEqual([expect.stringContaining('/rules.yaml:2:5: error: riot: query: is missing')]);
    expect(await ruleIds()).toEqual(['csto', 'riot']);
  });
});
