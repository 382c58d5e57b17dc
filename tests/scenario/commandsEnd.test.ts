import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { runTocsin } from '../support/tocsin.ts';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  [database, folder] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'tocsin-commands-end-'))]);
});
afterAll(() => Promise.all([database.drop(), rm(folder, { recursive: true })]));

const rules = 'rules: [{ id: riot, query: riot }]';
const feeds = 'feeds: [{ url: "https://wire.example/rss" }]';
const subscribers = 'subscribers: [{ email: a@example.org, subscriptions: [{ rules: [riot], schedule: hourly }] }]';

/** A command that forgets to close what it has opened says all that it should, and stays: most tests of commands do not see that. */
it('every command on a store ends by itself, with its exit code', async () => {
  const settings = {
    ...{ DATABASE_URL: database.connectionString, DATA_DIR: join(folder, 'data'), CONFIG_DIR: folder },
    SECRET_KEY: 'a key of thirty-two characters and more',
  };
  for (const [line, code, input = ''] of [
    ['rules apply -', 0, rules],
    ['rules export', 0],
    ['rules history riot', 0],
    ['rules preview riot', 0],
    ['rules restore riot --revision 9', 1],
    ['feeds apply -', 0, feeds],
    ['subscribers apply -', 0, subscribers],
    ['deliveries list', 0],
    ['deliveries retry', 0],
    ['deliveries targets', 0],
    ['stories show 1', 2],
    ['replay --since 1d', 0],
    ['release', 0],
    [`backup ${join(folder, 'copy')}`, 0],
    ['doctor', 0],
  ] as const) {
    const ended = await runTocsin(line.split(' '), settings, input);
    expect(ended.code, `${line}: ${ended.stdout}${ended.stderr}`).toBe(code);
  }
});
