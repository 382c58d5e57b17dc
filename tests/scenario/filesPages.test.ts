import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importStarterFiles } from '../../src/app/configuration/importStarterFiles.ts';
import { createLog } from '../../src/app/logging.ts';
import { type ConsoleWorld, createConsoleWorld, type Visitor } from '../support/consoleWorld.ts';

const attack = '<img src=x onerror="document.title=1">';
const fileOf = (rules: Readonly<Record<string, string>>) =>
  JSON.stringify({ concepts: {}, rules: Object.entries(rules).map(([id, query]) => ({ id, name: id, query })) });

describe('the files and the browser', () => {
  let folder: string;
  let world: ConsoleWorld;
  let admin: Visitor;
  let editor: Visitor;
  let viewer: Visitor;

  const restart = () => {
    const log = createLog('silent');
    return importStarterFiles({ db: world.db, configDir: folder, clock: { now: () => world.now }, log });
  };
  const rulesInForce = async () =>
    (
      await world.db.query<{ id: string }>(
        'SELECT rule_id AS id FROM listed_rule_revisions WHERE to_set IS NULL ORDER BY rule_id',
      )
    ).map(({ id }) => id);
  const textOf = async (visitor: Visitor, path: string) => (await visitor.get(path)).text();
  const versionIn = (page: string) => /name="basedOn" value="([^"]*)"/.exec(page)?.[1] ?? '';
  const plan = async (text: string) => {
    const response = await editor.post('/settings/files/rules/plan', { text });
    return { status: response.status, page: await response.text() };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tocsin-files-'));
    await writeFile(join(folder, 'rules.yaml'), fileOf({ riot: 'riot', flood: 'flood' }));
    world = await createConsoleWorld({ CONFIG_DIR: folder });
    await restart();
    [admin, editor, viewer] = [await world.signIn('admin'), await world.signIn('editor'), await world.signIn('viewer')];
  });
  afterAll(async () => {
    await world?.close();
    await rm(folder, { recursive: true });
  });

  it('are compared', async () => {
    expect(await textOf(viewer, '/settings/files')).toMatch(/Rules <span class="chip">as in the file</);
  });

  it('are read with their faults, and nothing is changed', async () => {
    const { status, page } = await plan(fileOf({ riot: `(riot ${attack}` }));
    expect([status, page.includes('cannot be applied'), page.includes('<img')]).toEqual([422, true, false]);
  });

  it('are applied after a plan, with a reason, on top of what the plan was made for', async () => {
    const text = fileOf({ riot: 'riot OR unrest', strike: 'strike' });
    const { status, page } = await plan(text);
    expect([status, page]).toEqual([200, expect.stringMatching(/~ rule riot.*\+ rule strike.*− rule flood/s)]);
    const wanted = { text, basedOn: versionIn(page), why: 'from the desk' };
    expect((await editor.post('/settings/files/rules/apply', { ...wanted, why: '' })).status).toBe(422);
    expect((await editor.post('/settings/files/rules/apply', { ...wanted, basedOn: '0' })).status).toBe(409);
    expect((await editor.post('/settings/files/rules/apply', wanted)).status).toBe(303);
    const [row] = await world.db.query(
      `SELECT actor_kind, actor_name, why FROM audit_log WHERE action = 'rules.applied' ORDER BY id DESC LIMIT 1`,
    );
    expect(row).toEqual({ actor_kind: 'person', actor_name: 'The editor', why: 'from the desk' });
  });

  it('differ then, and a restart undoes nothing', async () => {
    const before = await rulesInForce();
    await restart();
    expect([before, await rulesInForce()]).toEqual([
      ['riot', 'strike'],
      ['riot', 'strike'],
    ]);
    expect(await textOf(viewer, '/settings/files')).toContain('differs from the file in 3 places');
    expect(await textOf(viewer, '/rules')).toContain('href="/settings/files">differs from the file<');
    for (const path of ['/feeds', '/subscribers']) expect(await textOf(viewer, path)).not.toContain('differs from');
  });

  it('are downloaded with their version, and an old one is doubted', async () => {
    const exported = await textOf(editor, '/settings/files/rules/export.yaml');
    expect(exported).toMatch(/^# The rules of set \d+\..*\nconcepts/);
    expect((await plan(exported)).page).toContain('nothing changes');
    const old = exported.replaceAll(/set \d+|--based-on \d+/g, (words) => words.replace(/\d+/, '1'));
    const { page } = await plan(old);
    expect(page).toContain('was made from set 1');
    const wanted = { text: old, basedOn: versionIn(page), why: 'all the same' };
    expect((await editor.post('/settings/files/rules/apply', wanted)).status).toBe(422);
    expect((await editor.post('/settings/files/rules/apply', { ...wanted, isSure: 'yes' })).status).toBe(303);
  });

  it('are for nobody who may not', async () => {
    const statusOf = async (visitor: Visitor, path: string) => (await visitor.get(path)).status;
    expect(await statusOf(viewer, '/settings/files/rules/export.yaml')).toBe(403);
    expect(await statusOf(editor, '/settings/files/subscribers/export.yaml')).toBe(403);
    expect(await statusOf(admin, '/settings/files/subscribers/export.yaml')).toBe(200);
    expect(await statusOf(admin, '/settings/files/people/export.yaml')).toBe(404);
    for (const path of ['plan', 'apply'])
      expect((await viewer.post(`/settings/files/rules/${path}`, { text: '' })).status).toBe(403);
    expect(await textOf(viewer, '/settings/files')).not.toMatch(/<textarea|export\.yaml/);
  });
});

describe('a starter file that comes after the first edit in the browser', () => {
  it('is not imported over it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tocsin-files-'));
    const world = await createConsoleWorld({ CONFIG_DIR: folder });
    try {
      const editor = await world.signIn('editor');
      const rule = { id: 'riot', name: 'Riots', query: 'riot', on: 'change', why: 'the first rule' };
      expect((await editor.post('/rules', rule)).status).toBe(303);
      await writeFile(join(folder, 'rules.yaml'), fileOf({ flood: 'flood' }));
      const log = createLog('silent');
      await importStarterFiles({ db: world.db, configDir: folder, clock: { now: () => world.now }, log });
      expect(await world.db.query('SELECT rule_id FROM listed_rule_revisions WHERE to_set IS NULL')).toEqual([
        { rule_id: 'riot' },
      ]);
    } finally {
      await world.close();
      await rm(folder, { recursive: true });
    }
  });
});
