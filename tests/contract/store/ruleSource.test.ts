import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleSource } from '../../../src/adapters/store/rules/ruleSource.ts';
import { createRuleStore } from '../../../src/adapters/store/rules/ruleStore.ts';
import type { RuleSetChange } from '../../../src/domain/rules/matcher/compile.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const at = new Date('2026-11-24T10:00:00Z');
const replace = (
  queries: Readonly<Record<string, string>>,
  concepts: Readonly<Record<string, readonly string[]>> = {},
) =>
  createRuleStore(database.db).replace(
    Object.entries(queries).map(([id, query]) => ({
      ...{ id, name: id, query, owner: null, alert: { on: 'change' }, concepts },
    })),
    concepts,
    { by: 'test', why: 'test', at },
  );

async function changes(from: number, to: number): Promise<readonly RuleSetChange[]> {
  const all: RuleSetChange[] = [];
  for await (const change of createRuleSource(database.db).changes(from, to)) all.push(change);
  return all;
}

/** What differs, by query. Every rule's queries are its own in these tests. */
async function difference(from: number, to: number) {
  const parts = await changes(from, to);
  const queryOf = new Map(
    (await database.db.query<{ id: number; query: string }>('SELECT id, query FROM rule_revisions')).map((row) => [
      row.id,
      row.query,
    ]),
  );
  return {
    added: parts.flatMap(({ added }) => added.map(({ query }) => query)).sort(),
    removed: parts.flatMap(({ removed }) => removed.map((id) => queryOf.get(id))).sort(),
  };
}

describe('the rule sets of the store', () => {
  it('begin with number 0, the empty one', async () => {
    expect(await createRuleSource(database.db).currentRuleSet()).toBe(0);
    expect(await difference(0, 0)).toEqual({ added: [], removed: [] });
  });

  it('differ by what was added, edited and ended between them, however many edits that took', async () => {
    await replace({ a: 'a1', b: 'b1', c: 'c1' });
    await replace({ a: 'a2', b: 'b1', c: 'c1' });
    await replace({ a: 'a3', b: 'b1', d: 'd1' });
    await replace({ a: 'a3', b: 'b1', c: 'c2' });
    expect(await createRuleSource(database.db).currentRuleSet()).toBe(4);
    expect(await difference(0, 1)).toEqual({ added: ['a1', 'b1', 'c1'], removed: [] });
    expect(await difference(1, 2)).toEqual({ added: ['a2'], removed: ['a1'] });
    expect(await difference(1, 4)).toEqual({ added: ['a3', 'c2'], removed: ['a1', 'c1'] });
    expect(await difference(2, 3)).toEqual({ added: ['a3', 'd1'], removed: ['a2', 'c1'] });
    expect(await difference(0, 3)).toEqual({ added: ['a3', 'b1', 'd1'], removed: [] });
    expect(await difference(4, 4)).toEqual({ added: [], removed: [] });
  });

  it('differ in every rule whose concept was edited', async () => {
    await replace({ a: '@place' }, { place: ['Aktau'] });
    await replace({ a: '@place' }, { place: ['Aktau', 'Almaty'] });
    const parts = await changes(1, 2);
    expect(parts.flatMap(({ added }) => added)).toMatchObject([
      { revision: 2, concepts: { place: ['Aktau', 'Almaty'] } },
    ]);
  });

  it('come in parts, each rule once, all under the number asked for', async () => {
    await replace(Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`r${index}`, `word${index}`])));
    const parts = await changes(0, 1);
    expect(Math.max(...parts.map(({ added }) => added.length))).toBeLessThanOrEqual(500);
    expect(new Set(parts.flatMap(({ added }) => added.map(({ id }) => id))).size).toBe(1200);
    expect(new Set(parts.map(({ number }) => number))).toEqual(new Set([1]));
  });
});
