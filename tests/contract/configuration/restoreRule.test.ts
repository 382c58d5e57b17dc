import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleDeeds } from '../../../src/adapters/store/desk/ruleDeeds.ts';
import { createRuleHistory } from '../../../src/adapters/store/rules/ruleHistory.ts';
import type { Queryable } from '../../../src/adapters/store/session.ts';
import { lockConfiguration } from '../../../src/adapters/store/shared/lockConfiguration.ts';
import { within } from '../../../src/adapters/store/transactional.ts';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import { restoreRule } from '../../../src/desk/rules/restoreRule.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { waitFor } from '../../support/waitFor.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const at = new Date('2026-11-24T10:00:00Z');
const dana = { by: 'dana', why: 'a first try', at };
const aigerim = { by: { kind: 'command', id: null, name: 'aigerim' }, why: 'it was better before', at } as const;

async function apply(text: string): Promise<void> {
  const { value, findings } = await rulesKind.read(database.db, text, 'rules.yaml');
  if (value === null) throw new Error(findings.map(({ message }) => message).join('\n'));
  await applyWanted(database.db, rulesKind, { value, text }, dana);
}

const restore = (ruleId: string, revision: number, isDryRun = false) =>
  restoreRule({ store: createRuleDeeds(database.db) }, aigerim, { ruleId, revision, isDryRun });

const revisions = async (id: string) =>
  (await createRuleHistory(database.db).revisions(id)).map(({ revision, query, state, concepts, since }) => ({
    ...{ revision, query, state, concepts },
    by: since.by,
  }));

/** Somebody else waits for a lock in this database. */
const isWaitedFor = async (tx: Queryable): Promise<boolean> =>
  (
    await tx.query(
      'SELECT FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())',
    )
  ).length > 0;

const other = '{ id: other, query: fire }';

describe('a restored rule', () => {
  it('has the old query, name, owner and alert as a new revision; other rules stay as they are', async () => {
    const alert = "{ on: story, when: 'changed(killed)', cooldown: 30m }";
    await apply(`rules: [${other}, { id: riot, name: Riot, query: riot, owner: a@example.org, alert: ${alert} }]`);
    await apply(`rules: [${other}, { id: riot, query: 'riot OR unrest' }]`);
    expect(await restore('riot', 1)).toMatchObject({ kind: 'restored', concepts: [] });
    const [newest] = await createRuleHistory(database.db).revisions('riot');
    expect(newest).toMatchObject({
      ...{
        revision: 3,
        name: 'Riot',
        query: 'riot',
        owner: 'a@example.org',
        alert: { on: 'story', when: 'changed(killed)', cooldownSeconds: 1800 },
        state: 'in force',
      },
      since: { set: 3, by: 'aigerim', why: 'it was better before' },
    });
    expect(await revisions('other')).toHaveLength(1);
  });

  it('keeps the concepts of now, and it is said what differs', async () => {
    await apply("concepts: { city: [Almaty, Taraz] }\nrules: [{ id: riot, query: '@city AND riot' }]");
    await apply("concepts: { city: [Almaty, Aktau] }\nrules: [{ id: riot, query: '@city' }]");
    expect(await restore('riot', 1)).toMatchObject({
      concepts: [{ concept: 'city', removed: ['Taraz'], added: ['Aktau'] }],
    });
    expect((await revisions('riot'))[0]).toMatchObject({
      query: '@city AND riot',
      concepts: { city: ['Almaty', 'Aktau'] },
    });
  });

  it('may be one that was taken out', async () => {
    await apply(`rules: [${other}, { id: riot, query: riot }]`);
    await apply(`rules: [${other}]`);
    expect((await revisions('riot')).map(({ state }) => state)).toEqual(['ended']);
    expect(await restore('riot', 1)).toMatchObject({
      kind: 'restored',
      before: null,
      after: { id: 'riot', query: 'riot' },
    });
    expect((await revisions('riot')).map(({ revision, state }) => [revision, state])).toEqual([
      [2, 'in force'],
      [1, 'ended'],
    ]);
    expect((await rulesKind.current(database.db)).rules.map(({ id }) => id)).toEqual(['other', 'riot']);
  });

  it('that is so already makes nothing new', async () => {
    await apply('rules: [{ id: riot, query: riot }]');
    await apply('rules: [{ id: riot, query: unrest }]');
    await restore('riot', 1);
    expect(await restore('riot', 1)).toEqual({ kind: 'in force' });
    expect(await revisions('riot')).toHaveLength(3);
  });

  it('is refused with the reason when there is no such rule or revision, or its query could not be used now', async () => {
    await apply("concepts: { city: [Almaty] }\nrules: [{ id: riot, query: '@city' }]");
    await apply('rules: [{ id: riot, query: riot }]');
    expect(await restore('riots', 1)).toEqual({ kind: 'no such rule', meant: 'riot' });
    expect(await restore('riot', 9)).toEqual({ kind: 'no such revision', newest: 2 });
    expect(await restore('riot', 1)).toMatchObject({
      kind: 'refused',
      faults: [{ field: 'query', message: 'there is no concept @city' }],
    });
    expect(await revisions('riot')).toHaveLength(2);
  });

  it('is refused where its alert.when could not be used now', async () => {
    await apply('rules: [{ id: riot, query: riot }]');
    await database.db.execute(`UPDATE rule_revisions SET alert = '{"on":"change","when":"doubled(killed)"}'`);
    await apply('rules: [{ id: riot, query: unrest }]');
    expect(await restore('riot', 1)).toMatchObject({
      kind: 'refused',
      faults: [{ field: 'when', message: expect.stringContaining('"doubled"') }],
    });
    expect(await revisions('riot')).toHaveLength(2);
  });

  it('as a dry run is only planned', async () => {
    await apply('rules: [{ id: riot, query: riot }]');
    await apply('rules: [{ id: riot, query: unrest }]');
    expect(await restore('riot', 1, true)).toMatchObject({
      kind: 'planned',
      before: { query: 'unrest' },
      after: { query: 'riot' },
    });
    expect(await revisions('riot')).toHaveLength(2);
  });

  it('waits for an apply that is under way, and undoes nothing of it', async () => {
    await apply(`rules: [${other}, { id: riot, query: riot }]`);
    await apply(`rules: [${other}, { id: riot, query: unrest }]`);
    const { rules, concepts } = await rulesKind.current(database.db);
    const blaze = rules.map((rule) => (rule.id === 'other' ? { ...rule, query: 'blaze' } : rule));
    let restored: Promise<unknown> = Promise.resolve();
    await database.db.transaction(async (tx) => {
      await lockConfiguration(tx);
      restored = restore('riot', 1);
      await rulesKind.apply(within(tx), { rules: blaze, concepts }, dana);
      await waitFor(() => isWaitedFor(tx), { withinMs: 20_000 });
    });
    expect(await restored).toMatchObject({ kind: 'restored' });
    expect((await revisions('riot'))[0]).toMatchObject({ query: 'riot', state: 'in force' });
    expect((await revisions('other'))[0]).toMatchObject({ query: 'blaze', state: 'in force' });
  });
});

describe('the history of rules', () => {
  it('shows a change of a concept at each rule that uses it', async () => {
    const rules = "rules: [{ id: a, query: '@city' }, { id: b, query: '@city AND fire' }, { id: c, query: fire }]";
    await apply(`concepts: { city: [Almaty] }\n${rules}`);
    await apply(`concepts: { city: [Almaty, Алматы] }\n${rules}`);
    const [latest, first] = await createRuleHistory(database.db).changes(10);
    expect(latest).toEqual({ set: 2, ...dana, added: [], changed: ['a', 'b'], ended: [] });
    expect(first).toMatchObject({ set: 1, added: ['a', 'b', 'c'], changed: [], ended: [] });
    expect((await revisions('b')).map(({ state, concepts }) => [state, concepts])).toEqual([
      ['in force', { city: ['Almaty', 'Алматы'] }],
      ['replaced', { city: ['Almaty'] }],
    ]);
  });

  it('tells a rule that ended from one that was replaced', async () => {
    await apply(`rules: [${other}, { id: riot, query: riot }]`);
    await apply(`rules: [${other}]`);
    await apply(`rules: [${other}, { id: riot, query: riot }]`);
    await apply(`rules: [${other}, { id: riot, query: unrest }]`);
    expect((await revisions('riot')).map(({ state }) => state)).toEqual(['in force', 'replaced', 'ended']);
    const changes = await createRuleHistory(database.db).changes(2);
    expect(changes.map(({ added, changed, ended }) => [added, changed, ended])).toEqual([
      [[], ['riot'], []],
      [['riot'], [], []],
    ]);
  });
});
