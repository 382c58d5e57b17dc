import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRuleDeeds, draftsOfRule } from '../../../src/adapters/store/desk/ruleDeeds.ts';
import { createRuleHistory } from '../../../src/adapters/store/rules/ruleHistory.ts';
import { applyWanted } from '../../../src/app/configuration/applyWanted.ts';
import { rulesKind } from '../../../src/app/configuration/rulesKind.ts';
import type { Deed } from '../../../src/desk/deed.ts';
import { pauseRule, resumeRule } from '../../../src/desk/rules/pauseRule.ts';
import { removeRule } from '../../../src/desk/rules/removeRule.ts';
import { restoreRule } from '../../../src/desk/rules/restoreRule.ts';
import { addCase, dropCase } from '../../../src/desk/rules/ruleCases.ts';
import { saveRule } from '../../../src/desk/rules/saveRule.ts';
import { approveDraft, declineDraft, demandReview } from '../../../src/desk/rules/settleDraft.ts';
import type { RuleDefinition } from '../../../src/domain/rules/ruleDefinition.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let store: ReturnType<typeof createRuleDeeds>;
beforeEach(async () => {
  database = await createTestDatabase();
  store = createRuleDeeds(database.db);
});
afterEach(() => database.drop());

const at = new Date('2026-11-24T10:00:00Z');
const by = (name: string, id: number, why = 'because'): Deed => ({ by: { kind: 'person', id, name }, why, at });
const dana = by('dana', 1);
const aigerim = by('aigerim', 2);

const rule = (query: string, more: Partial<RuleDefinition> = {}): RuleDefinition => ({
  ...{ id: 'riot', name: 'Riots', query, owner: null, alert: { on: 'change' } },
  ...more,
});

const save = (wanted: RuleDefinition, basedOn: number | null, deed = dana, savesAnyway = false) =>
  saveRule({ store }, deed, { rule: wanted, basedOn, savesAnyway });

const audit = () =>
  database.db.query<{ action: string; name: string; why: string }>(
    'SELECT action, actor_name AS name, why FROM audit_log ORDER BY id',
  );
const queries = async () =>
  (await createRuleHistory(database.db).revisions('riot')).map(({ revision, query }) => `${revision} ${query}`);

describe('saving a rule', () => {
  it('makes a revision with who and why, and an audit row with what was and what is', async () => {
    expect(await save(rule('riot'), null)).toEqual({ kind: 'saved', revision: 1 });
    expect(await save(rule('riot OR unrest'), 1, aigerim)).toEqual({ kind: 'saved', revision: 2 });
    expect(await queries()).toEqual(['2 riot OR unrest', '1 riot']);
    const [newest] = await createRuleHistory(database.db).revisions('riot');
    expect(newest?.since).toMatchObject({ by: 'aigerim', why: 'because', at });
    const rows = await database.db.query('SELECT * FROM audit_log ORDER BY id');
    expect(rows).toMatchObject([
      { action: 'rule.saved', actor_kind: 'person', actor_name: 'dana', subject_id: 'riot', before: null },
      { before: { revision: 1, query: 'riot' }, after: { revision: 2, query: 'riot OR unrest' } },
    ]);
  });

  it('is refused with the place of the mistake, without a reason, or with a field that is wrong; nothing changes', async () => {
    await save(rule('riot'), null);
    const broken = await save(rule('riot AND (unrest', { owner: 'nobody' }), 1);
    expect(broken).toMatchObject({
      kind: 'refused',
      faults: [{ field: 'owner' }, { field: 'query', column: 10 }],
    });
    expect(await save(rule('unrest'), 1, by('dana', 1, ''))).toMatchObject({ faults: [{ field: 'why' }] });
    expect(await save(rule('riot', { id: 'a b', name: ' ' }), null)).toMatchObject({
      faults: [{ field: 'id', suggestion: 'a-b' }, { field: 'name' }],
    });
    expect(await save(rule('riot', { alert: { on: 'change', when: 'riot' } }), 1)).toMatchObject({
      faults: [{ field: 'when' }],
    });
    expect(await queries()).toEqual(['1 riot']);
    expect(await audit()).toHaveLength(1);
  });

  it('does not overwrite what somebody else saved meanwhile, and gives that', async () => {
    await save(rule('riot'), null);
    await save(rule('riot OR unrest'), 1, aigerim);
    expect(await save(rule('riot OR strike'), 1)).toMatchObject({
      kind: 'conflict',
      current: { revision: 2, query: 'riot OR unrest', since: { by: 'aigerim' } },
    });
    expect(await save(rule('riot'), null)).toMatchObject({ kind: 'conflict', current: { revision: 2 } });
    expect(await save(rule('riot', { id: 'other' }), 3)).toEqual({ kind: 'conflict', current: null });
    expect(await queries()).toHaveLength(2);
  });

  it('of two that save at once, one is told of the other', async () => {
    await save(rule('riot'), null);
    const outcomes = await Promise.all([save(rule('riot OR a'), 1), save(rule('riot OR b'), 1, aigerim)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'saved']);
  });

  it('is no conflict where only a concept was edited meanwhile', async () => {
    const file = (terms: string) =>
      `concepts: { city: [${terms}] }\nrules: [{ id: riot, name: Riots, query: '@city' }]`;
    for (const text of [file('Almaty'), file('Almaty, Aktau')]) {
      const { value } = await rulesKind.read(database.db, text, 'rules.yaml');
      if (value === null) throw new Error('the file is wrong');
      await applyWanted(database.db, rulesKind, { value, text }, { by: 'ops', why: 'more cities', at });
    }
    expect(await save(rule('@city AND riot'), 1)).toEqual({ kind: 'saved', revision: 3 });
    expect((await audit()).map(({ action, name }) => [action, name])).toEqual([
      ['rules.applied', 'ops'],
      ['rules.applied', 'ops'],
      ['rule.saved', 'dana'],
    ]);
  });

  it('that changes nothing makes no revision', async () => {
    await save(rule('riot'), null);
    expect(await save(rule('riot'), 1)).toEqual({ kind: 'unchanged', revision: 1 });
    expect(await audit()).toHaveLength(1);
  });
});

const text = (title: string) => ({
  ...{ title, body: '', lang: 'en', publishedISO: null },
  outlet: { name: 'Wire', domain: null },
});

describe('the test cases of a rule', () => {
  it('are held against every edit; one that fails is saved only on purpose', async () => {
    await save(rule('riot'), null);
    await addCase({ store }, dana, { ruleId: 'riot', mustMatch: true, text: text('Riots in the capital') });
    await addCase({ store }, dana, { ruleId: 'riot', mustMatch: false, text: text('A football match') });
    expect(await save(rule('riot OR football'), 1)).toMatchObject({
      kind: 'failing',
      results: [
        { passes: true, matches: true },
        { passes: false, matches: true, case: { mustMatch: false } },
      ],
    });
    expect(await queries()).toHaveLength(1);
    expect(await save(rule('riot OR football'), 1, dana, true)).toEqual({ kind: 'saved', revision: 2 });
  });

  it('know figures: what a condition on the ledger leaves open counts as held', async () => {
    await save(rule('killed >= 10 AND changed(killed)'), null);
    await addCase({ store }, dana, {
      ruleId: 'riot',
      mustMatch: true,
      text: text('12 people were killed in the riots'),
    });
    await addCase({ store }, dana, {
      ruleId: 'riot',
      mustMatch: false,
      text: text('3 people were killed in the riots'),
    });
    expect(await save(rule('killed >= 12 AND changed(killed)'), 1)).toMatchObject({ kind: 'saved' });
    expect(await save(rule('killed >= 2 AND changed(killed)'), 2)).toMatchObject({ kind: 'failing' });
  });

  it('are dropped once', async () => {
    await save(rule('riot'), null);
    const added = await addCase({ store }, dana, { ruleId: 'riot', mustMatch: true, text: text('Riots') });
    const caseId = added.kind === 'added' ? added.caseId : 0;
    expect(await dropCase({ store }, dana, { ruleId: 'other', caseId })).toEqual({ kind: 'gone' });
    expect(await dropCase({ store }, dana, { ruleId: 'riot', caseId })).toEqual({ kind: 'dropped' });
    expect(await dropCase({ store }, dana, { ruleId: 'riot', caseId })).toEqual({ kind: 'gone' });
    expect(await addCase({ store }, dana, { ruleId: 'riot', mustMatch: true, text: text(' ') })).toEqual({
      kind: 'empty',
    });
    expect(await addCase({ store }, dana, { ruleId: 'nope', mustMatch: true, text: text('x') })).toEqual({
      kind: 'no such rule',
    });
  });
});

describe('a draft', () => {
  it('waits where the rule demands it, and is put in force by somebody else', async () => {
    await save(rule('riot'), null);
    await demandReview({ store }, dana, { ruleId: 'riot', demands: true });
    const drafted = await save(rule('riot OR strike'), 1);
    expect(drafted).toMatchObject({ kind: 'drafted' });
    expect(await queries()).toEqual(['1 riot']);
    const [draft] = await draftsOfRule(database.db, 'riot');
    expect(draft).toMatchObject({ author: { id: 1, name: 'dana' }, basedOn: 1, rule: { query: 'riot OR strike' } });
    const draftId = draft?.id ?? 0;
    expect(await approveDraft({ store }, dana, { draftId, savesAnyway: false })).toEqual({ kind: 'own' });
    expect(await approveDraft({ store }, aigerim, { draftId, savesAnyway: false })).toEqual({
      kind: 'saved',
      revision: 2,
    });
    expect(await approveDraft({ store }, aigerim, { draftId, savesAnyway: false })).toEqual({ kind: 'gone' });
    const [newest] = await createRuleHistory(database.db).revisions('riot');
    expect(newest?.since.why).toBe('because (by dana, approved by aigerim)');
    expect((await audit()).map(({ action, name }) => `${action} ${name}`)).toEqual([
      ...['rule.saved dana', 'rule.review-set dana', 'rule.drafted dana', 'rule.approved aigerim'],
    ]);
  });

  it('overwrites nothing that was saved after it, and may be declined', async () => {
    await save(rule('riot'), null);
    await saveRule({ store }, dana, { rule: rule('riot OR a'), basedOn: 1, savesAnyway: false, asDraft: true });
    await save(rule('riot OR b'), 1, aigerim);
    const [draft] = await draftsOfRule(database.db, 'riot');
    const draftId = draft?.id ?? 0;
    expect(await approveDraft({ store }, aigerim, { draftId, savesAnyway: false })).toMatchObject({
      kind: 'conflict',
      current: { revision: 2 },
    });
    expect(await declineDraft({ store }, dana, draftId)).toMatchObject({ kind: 'declined' });
    expect(await draftsOfRule(database.db, 'riot')).toEqual([]);
    expect(await queries()).toHaveLength(2);
  });

  it('is what restoring makes of a rule that demands it', async () => {
    await save(rule('riot'), null);
    await save(rule('unrest'), 1);
    await demandReview({ store }, dana, { ruleId: 'riot', demands: true });
    const request = { ruleId: 'riot', revision: 1, isDryRun: false };
    expect(await restoreRule({ store }, dana, request)).toMatchObject({ kind: 'drafted' });
    expect(await restoreRule({ store }, { ...dana, by: { ...dana.by, kind: 'command' } }, request)).toMatchObject({
      kind: 'restored',
    });
  });
});

describe('removing, restoring and pausing', () => {
  it('is fenced by the revision that was seen, and logged', async () => {
    await save(rule('riot'), null);
    await save(rule('unrest'), 1);
    expect(await removeRule({ store }, dana, { ruleId: 'riot', basedOn: 1 })).toMatchObject({ kind: 'conflict' });
    expect(await removeRule({ store }, by('dana', 1, ''), { ruleId: 'riot', basedOn: 2 })).toEqual({
      kind: 'no reason',
    });
    expect(await removeRule({ store }, dana, { ruleId: 'riot', basedOn: 2 })).toEqual({ kind: 'removed' });
    expect(await removeRule({ store }, dana, { ruleId: 'riot', basedOn: 2 })).toEqual({ kind: 'gone' });
    const request = { ruleId: 'riot', revision: 1, isDryRun: false };
    expect(await restoreRule({ store }, dana, { ...request, basedOn: 2 })).toMatchObject({ kind: 'conflict' });
    expect(await restoreRule({ store }, dana, { ...request, basedOn: null })).toMatchObject({ kind: 'restored' });
    expect(await queries()).toEqual(['3 riot', '2 unrest', '1 riot']);
    expect((await audit()).map(({ action }) => action)).toEqual([
      ...['rule.saved', 'rule.saved', 'rule.removed', 'rule.restored'],
    ]);
  });

  it('pauses a rule until a time, with a reason', async () => {
    await save(rule('riot'), null);
    const endsAt = new Date('2026-11-24T18:00:00Z');
    expect(await pauseRule({ store }, dana, { ruleId: 'nope', endsAt })).toEqual({ kind: 'no such rule' });
    expect(await pauseRule({ store }, dana, { ruleId: 'riot', endsAt: at })).toEqual({ kind: 'past' });
    expect(await pauseRule({ store }, by('dana', 1, ''), { ruleId: 'riot', endsAt })).toEqual({ kind: 'no reason' });
    expect(await pauseRule({ store }, dana, { ruleId: 'riot', endsAt })).toMatchObject({ kind: 'paused' });
    expect(await pauseRule({ store }, aigerim, { ruleId: 'riot', endsAt: null })).toMatchObject({ kind: 'paused' });
    expect(await database.db.query('SELECT paused_by, ends_at FROM rule_pauses')).toEqual([
      { paused_by: 'aigerim', ends_at: null },
    ]);
    expect(await resumeRule({ store }, dana, 'riot')).toEqual({ kind: 'resumed' });
    expect(await resumeRule({ store }, dana, 'riot')).toEqual({ kind: 'not paused' });
    expect((await audit()).map(({ action }) => action)).toEqual([
      ...['rule.saved', 'rule.paused', 'rule.paused', 'rule.resumed'],
    ]);
  });
});
