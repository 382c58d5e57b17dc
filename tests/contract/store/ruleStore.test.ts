import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleStore, type RuleWithConcepts } from '../../../src/adapters/store/rules/ruleStore.ts';
import type { Concepts } from '../../../src/domain/rules/rule.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const at = new Date('2026-11-24T10:00:00Z');
const later = new Date('2026-11-24T11:00:00Z');
const who = { by: 'aigerim', why: 'a first try', at };

const rule = (id: string, own: Partial<RuleWithConcepts> = {}): RuleWithConcepts => ({
  id,
  name: id,
  query: 'riot',
  owner: null,
  alert: { on: 'change' },
  concepts: {},
  ...own,
});

const replace = (rules: readonly RuleWithConcepts[], concepts: Concepts = {}, by = who) =>
  createRuleStore(database.db).replace(rules, concepts, by);

interface Revision {
  readonly revision: number;
  readonly query: string;
  readonly from: number;
  readonly to: number | null;
}

const revisionsOf = (id: string) =>
  database.db.query<Revision>(
    'SELECT revision, query, from_set AS "from", to_set AS "to" FROM rule_revisions WHERE rule_id = $1 ORDER BY revision',
    [id],
  );
const sets = () =>
  database.db.query<{ number: number; by: string; why: string; at: Date }>(
    'SELECT number, made_by AS by, reason AS why, made_at AS at FROM rule_sets ORDER BY number',
  );

describe('the rule store', () => {
  it('is read back as it was put in', async () => {
    const csto = rule('csto', { name: 'CSTO', query: '@csto', owner: 'desk@example.org', alert: { on: 'story' } });
    const concepts = { csto: ['CSTO', 'ОДКБ', 'ҰҚШҰ'], unused: ['x'] };
    await replace([rule('riot'), { ...csto, concepts: { csto: concepts.csto } }], concepts);
    const { concepts: _, ...definition } = csto;
    const { concepts: __, ...riot } = rule('riot');
    expect(await createRuleStore(database.db).read()).toEqual({ rules: [definition, riot], concepts });
  });

  it('makes one rule set of a change, with who made it, when and why', async () => {
    await replace([rule('a'), rule('b')]);
    await replace([rule('a', { query: 'unrest' }), rule('b')], {}, { by: 'dana', why: 'missed Aktau', at: later });
    expect(await sets()).toEqual([
      { number: 1, ...who },
      { number: 2, by: 'dana', why: 'missed Aktau', at: later },
    ]);
    expect(await revisionsOf('a')).toEqual([
      { revision: 1, query: 'riot', from: 1, to: 2 },
      { revision: 2, query: 'unrest', from: 2, to: null },
    ]);
    expect(await revisionsOf('b')).toEqual([{ revision: 1, query: 'riot', from: 1, to: null }]);
  });

  it('makes a revision of a rule for any of its fields', async () => {
    const edits: readonly Partial<RuleWithConcepts>[] = [
      { name: 'A' },
      { owner: 'a@example.org' },
      { alert: { on: 'article' } },
      { query: 'x' },
    ];
    await replace([rule('a')]);
    for (const edit of edits) await replace([rule('a', edit)]);
    expect(await revisionsOf('a')).toHaveLength(1 + edits.length);
  });

  it('makes nothing of what is the same', async () => {
    const concepts = { city: ['Almaty', 'Aktau'] };
    await replace([rule('a', { query: '@city', concepts })], concepts);
    await replace([rule('a', { concepts, query: '@city' })], concepts);
    expect(await sets()).toHaveLength(1);
  });

  it('makes a revision of every rule that uses an edited concept, and of no other', async () => {
    const rules = (terms: readonly string[]) => [
      rule('user', { query: '@city', concepts: { city: terms } }),
      rule('other', { query: 'fire' }),
    ];
    await replace(rules(['Almaty']), { city: ['Almaty'] });
    await replace(rules(['Almaty', 'Алматы']), { city: ['Almaty', 'Алматы'] });
    expect((await revisionsOf('user')).map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [2, null],
    ]);
    expect(await revisionsOf('other')).toHaveLength(1);
  });

  it('makes a set of a change of concepts that no rule uses', async () => {
    for (const concepts of [{ city: ['Almaty'] }, { city: ['Aktau'] }, { town: ['Aktau'] }, { town: ['Aktau'] }]) {
      await replace([rule('a')], concepts);
    }
    expect(await sets()).toHaveLength(3);
    expect(await revisionsOf('a')).toHaveLength(1);
  });

  it('ends a rule that is taken out, and goes on counting its revisions when it comes back', async () => {
    await replace([rule('a'), rule('b')]);
    await replace([rule('b')]);
    expect((await createRuleStore(database.db).read()).rules.map(({ id }) => id)).toEqual(['b']);
    await replace([rule('a'), rule('b')]);
    expect((await revisionsOf('a')).map(({ revision, from, to }) => [revision, from, to])).toEqual([
      [1, 1, 2],
      [2, 3, null],
    ]);
    const deleted = await database.db.query('SELECT FROM rules WHERE deleted_at IS NOT NULL');
    expect(deleted).toEqual([]);
  });

  it('changes nothing at all when a part of a change fails', async () => {
    await replace([rule('a')], { city: ['Almaty'] });
    const before = await createRuleStore(database.db).read();
    await expect(replace([rule('a', { query: 'x' }), rule('\0')], { town: ['Aktau'] })).rejects.toThrow();
    expect(await createRuleStore(database.db).read()).toEqual(before);
    expect(await sets()).toHaveLength(1);
  });

  it('lets two changes at once come one after the other', async () => {
    await Promise.all(['x', 'y', 'z'].map((query) => replace([rule('a', { query })])));
    const revisions = await revisionsOf('a');
    expect(revisions.map(({ revision, to }) => [revision, to])).toEqual([
      [1, 2],
      [2, 3],
      [3, null],
    ]);
  });
});
