import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleDeeds } from '../../../src/adapters/store/desk/ruleDeeds.ts';
import { readConcepts } from '../../../src/adapters/store/rules/conceptList.ts';
import { createRuleHistory } from '../../../src/adapters/store/rules/ruleHistory.ts';
import { createRuleStore } from '../../../src/adapters/store/rules/ruleStore.ts';
import { changeTerms, type WantedTerms } from '../../../src/desk/concepts/changeTerms.ts';
import { newConcept } from '../../../src/desk/concepts/newConcept.ts';
import { removeConcept } from '../../../src/desk/concepts/removeConcept.ts';
import { renameConcept } from '../../../src/desk/concepts/renameConcept.ts';
import type { Deed } from '../../../src/desk/deed.ts';
import { addCase } from '../../../src/desk/rules/ruleCases.ts';
import { conceptVersion } from '../../../src/domain/rules/conceptEdit.ts';
import { conceptsOfQuery } from '../../../src/domain/rules/language/conceptsOfQuery.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const at = new Date('2026-11-24T10:00:00Z');
const by = (name: string, why = 'because'): Deed => ({ by: { kind: 'person', id: 1, name }, why, at });
const dana = by('dana');
const concepts = { unrest: ['riot', 'protest'], steppe: ['@places', 'steppe'], places: ['Almaty'], idle: ['comet'] };
const rules = { riots: '@unrest AND @steppe', towns: '"@places" OR @places NEAR/5 police', quiet: 'volcano' };

let database: TestDatabase;
let store: ReturnType<typeof createRuleDeeds>;
beforeEach(async () => {
  database = await createTestDatabase();
  store = createRuleDeeds(database.db);
  const whole = Object.entries(rules).map(([id, query]) => ({
    ...{ id, name: id, query, owner: null, alert: { on: 'change' as const } },
    concepts: conceptsOfQuery(query, concepts),
  }));
  await createRuleStore(database.db).replace(whole, concepts, { by: 'test', why: 'test', at });
});
afterEach(() => database.drop());

const change = (wanted: Partial<WantedTerms> & Pick<WantedTerms, 'name'>, deed = dana) =>
  changeTerms({ store }, deed, {
    ...{ added: [], removed: [], savesAnyway: false },
    basedOn: conceptVersion(Object.entries(concepts).find(([name]) => name === wanted.name)?.[1] ?? []),
    ...wanted,
  });
const inForce = () => readConcepts(database.db);
const revisionsOf = async (ruleId: string) =>
  (await createRuleHistory(database.db).revisions(ruleId)).map(({ revision, query }) => `${revision} ${query}`);
const audit = () =>
  database.db.query<{ action: string; id: string; name: string; why: string; before: unknown; after: unknown }>(
    'SELECT action, subject_id AS id, actor_name AS name, why, before, after FROM audit_log ORDER BY id',
  );

describe('changing the terms of a concept', () => {
  it('revises every rule that uses it, be it through another concept, and no other; the log says who, why and what', async () => {
    const saved = await change({ name: 'places', added: ['Aktau', 'Almaty', 'Aktau'] });
    expect(saved).toEqual({ kind: 'saved', rules: ['riots', 'towns'] });
    expect((await inForce()).places).toEqual(['Almaty', 'Aktau']);
    expect(await revisionsOf('riots')).toEqual([`2 ${rules.riots}`, `1 ${rules.riots}`]);
    expect(await revisionsOf('quiet')).toHaveLength(1);
    expect(await audit()).toEqual([
      {
        ...{ action: 'concept.changed', id: 'places', name: 'dana', why: 'because', before: { removed: [] } },
        after: { added: ['Aktau'], rules: ['riots', 'towns'] },
      },
    ]);
  });

  it('does not overwrite what somebody else changed meanwhile, and gives that', async () => {
    await change({ name: 'unrest', added: ['strike'] });
    expect(await change({ name: 'unrest', removed: ['riot'] }, by('aigerim'))).toEqual({
      ...{ kind: 'conflict', current: ['riot', 'protest', 'strike'] },
    });
    expect((await inForce()).unrest).toEqual(['riot', 'protest', 'strike']);
    expect(await audit()).toHaveLength(1);
  });

  it('is refused with the term that is wrong, without a reason, and where no term would be left; nothing changes', async () => {
    expect(await change({ name: 'unrest', added: ['*riot', '@nowhere'] })).toMatchObject({
      ...{ kind: 'refused', faults: [{ term: 2 }, { term: 3, message: 'there is no concept @nowhere' }] },
    });
    expect(await change({ name: 'unrest', added: ['x'.repeat(201)] })).toMatchObject({ kind: 'refused' });
    expect(await change({ name: 'unrest', added: ['strike'] }, by('dana', ''))).toEqual({ kind: 'no reason' });
    expect(await change({ name: 'places', removed: ['Almaty'] })).toMatchObject({
      ...{ kind: 'refused', faults: [{ message: 'a concept needs at least one term' }] },
    });
    expect(await change({ name: 'unrest', added: ['riot'] })).toEqual({ kind: 'unchanged' });
    expect(await change({ name: 'constructor', added: ['riot'] })).toEqual({ kind: 'gone' });
    expect([await inForce(), await audit()]).toEqual([concepts, []]);
  });

  it('that makes a test case of a rule fail is shown first, and saved only by somebody who means it', async () => {
    const text = {
      title: 'Riot on the steppe',
      body: '',
      lang: 'en',
      outlet: { name: '', domain: null },
      publishedISO: null,
    };
    await addCase({ store }, dana, { ruleId: 'riots', mustMatch: true, text });
    expect(await change({ name: 'unrest', removed: ['riot'] })).toMatchObject({
      ...{ kind: 'failing', cases: [{ ruleId: 'riots', result: { passes: false } }] },
    });
    expect(await change({ name: 'unrest', removed: ['protest'] })).toMatchObject({ kind: 'saved' });
    const basedOn = conceptVersion(['riot']);
    const meant = await change({ name: 'unrest', added: ['strike'], removed: ['riot'], savesAnyway: true, basedOn });
    expect(meant).toEqual({ kind: 'saved', rules: ['riots'] });
  });
});

describe('a concept', () => {
  it('is renamed wherever it is named, and nowhere else', async () => {
    const renamed = await renameConcept({ store }, dana, {
      ...{ name: 'places', newName: 'towns', basedOn: conceptVersion(concepts.places) },
    });
    expect(renamed).toEqual({ kind: 'renamed', rules: ['riots', 'towns'] });
    expect(await inForce()).toEqual({
      idle: ['comet'],
      steppe: ['@towns', 'steppe'],
      towns: ['Almaty'],
      unrest: concepts.unrest,
    });
    expect((await revisionsOf('towns'))[0]).toBe('2 "@places" OR @towns NEAR/5 police');
    expect(await audit()).toMatchObject([{ action: 'concept.renamed', id: 'towns', before: { name: 'places' } }]);
  });

  it('keeps its name where the new one is no name, or is taken', async () => {
    const rename = (newName: string) =>
      renameConcept({ store }, dana, { name: 'places', newName, basedOn: conceptVersion(concepts.places) });
    expect(await rename('two words')).toEqual({ kind: 'wrong name' });
    expect(await rename('unrest')).toEqual({ kind: 'taken' });
    expect(await inForce()).toEqual(concepts);
  });

  it('is made once, with terms that can be used', async () => {
    const make = (name: string, ...terms: string[]) => newConcept({ store }, dana, { name, terms });
    expect(await make('fire', 'fire', 'blaze', 'fire')).toEqual({ kind: 'made' });
    expect((await inForce()).fire).toEqual(['fire', 'blaze']);
    expect(await make('fire', 'fire')).toEqual({ kind: 'taken' });
    expect(await make('<b>', 'fire')).toEqual({ kind: 'wrong name' });
    expect(await make('smoke')).toMatchObject({ kind: 'refused' });
    expect(await audit()).toMatchObject([{ action: 'concept.made', after: { terms: ['fire', 'blaze'] } }]);
  });

  it('is not taken out while a rule or another concept uses it', async () => {
    const remove = (name: keyof typeof concepts) =>
      removeConcept({ store }, dana, { name, basedOn: conceptVersion(concepts[name]) });
    expect(await remove('places')).toEqual({ kind: 'used', rules: ['riots', 'towns'], concepts: ['steppe'] });
    expect(await remove('idle')).toEqual({ kind: 'removed' });
    expect(Object.keys(await inForce())).toEqual(['places', 'steppe', 'unrest']);
    expect(await audit()).toMatchObject([{ action: 'concept.removed', before: { terms: ['comet'] } }]);
  });
});
