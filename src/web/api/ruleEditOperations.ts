import { z } from '@hono/zod-openapi';
import type { DraftRules } from '../../desk/rules/draftedRules.ts';
import type { LockedRulesStore } from '../../desk/rules/lockedRules.ts';
import { type PausableRules, pauseRule, resumeRule } from '../../desk/rules/pauseRule.ts';
import { type RemovableRules, removeRule } from '../../desk/rules/removeRule.ts';
import { restoreRule } from '../../desk/rules/restoreRule.ts';
import { type SaveRuleOutcome, saveRule } from '../../desk/rules/saveRule.ts';
import { checkRule } from '../../domain/rules/checkRule.ts';
import type { Concepts } from '../../domain/rules/rule.ts';
import type { RuleDefinition } from '../../domain/rules/ruleDefinition.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import { deedBy } from './apiCaller.ts';
import { closed, instantParameter, nameParameter, nothing, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation, type Reply } from './operation.ts';
import { editedMeanwhile, etagOf } from './preconditions.ts';
import type { Problem } from './problem.ts';
import { failingCases, refusedRule } from './ruleProblems.ts';
import { definitionOf, ruleShape, shownRule } from './ruleShapes.ts';

export interface RuleEditDeps {
  readonly views: Pick<ApiViews, 'rule'>;
  readonly ruleDeeds: LockedRulesStore<DraftRules & PausableRules & RemovableRules>;
  readonly concepts: () => Promise<Concepts>;
}

const tag = 'Rules';

const wanted = {
  name: z.string().optional().openapi({ description: 'The id where none is given.' }),
  query: z.string().openapi({ example: '@kazakhstan AND killed >= 1' }),
  owner: z.string().nullable().default(null),
  alert: z
    .strictObject({
      on: z.enum(['change', 'story', 'article']).default('change'),
      when: z.string().optional().openapi({ example: 'rise(killed) >= 20%' }),
      cooldownSeconds: z.int().optional(),
    })
    .prefault({}),
  blindBelow: z.number().nullable().default(null),
};

const edit = {
  why: reason,
  savesAnyway: z.boolean().default(false).openapi({ description: 'Save it although some of its test cases fail.' }),
  asDraft: z.boolean().default(false).openapi({ description: 'Let a second person look at it first.' }),
};

const newRule = z.strictObject({ id: z.string().openapi({ example: 'casualty-updates' }), ...wanted, ...edit });
const changedRule = z.strictObject({ ...wanted, ...edit });

const savedShape = closed({
  rule: ruleShape.optional(),
  draftId: z.int().optional().openapi({ description: 'Of 202: it waits for a second person.' }),
}).openapi('SavedRule');

const findingShape = closed({
  field: z.string(),
  severity: z.enum(['error', 'warning']),
  column: z.int().openapi({ description: 'From 1, in UTF-16 code units.' }),
  message: z.string(),
  suggestion: z.string().nullable(),
}).openapi('RuleFinding');

const params = z.object({ id: nameParameter });
const whyQuery = z.object({ why: reason });

export const ruleEditOperations = ({ views, ruleDeeds: store, concepts }: RuleEditDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'checkRule', method: 'post', path: '/rules/check', tag, scope: 'read' },
    summary: 'What is wrong with a rule, or likely a mistake; saves nothing',
    body: z.strictObject({ id: z.string().default('new-rule'), ...wanted }),
    reply: closed({ isFine: z.boolean(), findings: z.array(findingShape) }).openapi('RuleCheck'),
    async run({ body }) {
      const findings = checkRule(definition(body.id, body), await concepts());
      return { value: { isFine: findings.every(({ severity }) => severity !== 'error'), findings } };
    },
  }),
  operation({
    ...{ id: 'createRule', method: 'post', path: '/rules', tag, scope: 'write', summary: 'Makes a rule' },
    makesSomething: true,
    body: newRule,
    status: 201,
    reply: savedShape,
    async run({ body, caller, at }) {
      const { id, savesAnyway, asDraft, why } = body;
      const what = { rule: definition(id, body), basedOn: null, savesAnyway, asDraft };
      const outcome = await saveRule({ store }, deedBy(caller, at, why), what);
      if (outcome.kind === 'conflict') return { problem: taken(id) };
      return saved(views, { id, outcome, at, sent: body, status: 201 });
    },
  }),
  operation({
    ...{ id: 'replaceRule', method: 'put', path: '/rules/{id}', tag, scope: 'write', isEdit: true },
    summary: 'Changes a rule: makes a new revision of it',
    params,
    body: changedRule,
    reply: savedShape,
    problems: ['conflict'],
    async run({ params: { id }, body, caller, at, version }) {
      const basedOn = await revisionOf(views, { id, version, at });
      if (basedOn === null) return { problem: notFound };
      const { savesAnyway, asDraft, why } = body;
      const what = { rule: definition(id, body), basedOn, savesAnyway, asDraft };
      const outcome = await saveRule({ store }, deedBy(caller, at, why), what);
      return saved(views, { id, outcome, at, sent: body, status: 200 });
    },
  }),
  operation({
    ...{ id: 'removeRule', method: 'delete', path: '/rules/{id}', tag, scope: 'write', isEdit: true },
    summary: 'Takes a rule out; its revisions stay, and restoring brings it back',
    ...{ params, query: whyQuery, status: 204, reply: nothing, problems: ['invalid'] },
    async run({ params: { id }, query, caller, at, version }) {
      const basedOn = await revisionOf(views, { id, version, at });
      if (basedOn === null) return { problem: notFound };
      const outcome = await removeRule({ store }, deedBy(caller, at, query.why), { ruleId: id, basedOn });
      if (outcome.kind === 'gone') return { problem: notFound };
      if (outcome.kind === 'no reason') return { problem: whyMissing };
      if (outcome.kind === 'conflict') return { problem: editedMeanwhile(outcome.current, null) };
      return { value: null };
    },
  }),
  operation({
    ...{ id: 'restoreRule', method: 'post', path: '/rules/{id}/restore', tag, scope: 'write', isEdit: true },
    summary: 'Makes an old revision the newest one; with `If-Match: *` also of a rule that was taken out',
    params,
    body: z.strictObject({ revision: z.int().min(1), why: reason }),
    reply: savedShape,
    async run({ params: { id: ruleId }, body: { revision, why }, caller, at, version }) {
      const based = version === null ? {} : { basedOn: Number(version) };
      const request = { ruleId, revision, isDryRun: false, ...based };
      const outcome = await restoreRule({ store }, deedBy(caller, at, why), request);
      if (outcome.kind === 'no such rule') return { problem: notFound };
      if (outcome.kind === 'no such revision') return { problem: noSuchRevision(outcome.newest) };
      if (outcome.kind === 'conflict') return { problem: editedMeanwhile(outcome.current, { revision }) };
      if (outcome.kind === 'refused') return { problem: refusedRule(outcome.faults) };
      if (outcome.kind === 'drafted') return { value: { draftId: outcome.draftId }, status: 202 };
      return current(views, { id: ruleId, at, status: 200 });
    },
  }),
  operation({
    ...{ id: 'pauseRule', method: 'put', path: '/rules/{id}/pause', tag, scope: 'write' },
    summary: 'Holds back what a rule would tell; it goes on matching',
    params,
    body: z.strictObject({ until: instantParameter.nullable().default(null), why: reason }),
    ...{ status: 204, reply: nothing },
    async run({ params: { id }, body, caller, at }) {
      const outcome = await pauseRule({ store }, deedBy(caller, at, body.why), { ruleId: id, endsAt: body.until });
      if (outcome.kind === 'no such rule') return { problem: notFound };
      if (outcome.kind === 'no reason') return { problem: whyMissing };
      if (outcome.kind === 'past') return { problem: past };
      return { value: null };
    },
  }),
  operation({
    ...{ id: 'resumeRule', method: 'delete', path: '/rules/{id}/pause', tag, scope: 'write' },
    summary: 'Ends a pause: what was held back is told',
    ...{ params, query: whyQuery, status: 204, reply: nothing },
    async run({ params: { id }, query, caller, at }) {
      const outcome = await resumeRule({ store }, deedBy(caller, at, query.why), id);
      return outcome.kind === 'not paused' ? { problem: notPaused } : { value: null };
    },
  }),
];

type Wanted = Omit<z.output<typeof changedRule>, keyof typeof edit>;

const definition = (id: string, { name, query, owner, alert, blindBelow }: Wanted): RuleDefinition => ({
  ...{ id, name: name ?? id, query, owner },
  alert: {
    on: alert.on,
    ...(alert.when !== undefined && { when: alert.when }),
    ...(alert.cooldownSeconds !== undefined && { cooldownSeconds: alert.cooldownSeconds }),
  },
  ...(blindBelow !== null && { blindBelow }),
});

interface Named {
  readonly id: string;
  readonly at: Date;
}

/** What an edit is based on; whatever is in force where the caller says so. Null: there is no such rule. */
async function revisionOf(
  views: RuleEditDeps['views'],
  { id, version, at }: Named & { readonly version: string | null },
): Promise<number | null> {
  const rule = await views.rule(id, at);
  if (rule === null) return null;
  if (version === null) return rule.revision;
  return /^\d{1,9}$/.test(version) ? Number(version) : 0;
}

type Saved = Reply<z.input<typeof savedShape>>;

async function saved(
  views: RuleEditDeps['views'],
  {
    outcome,
    sent,
    ...named
  }: Named & { readonly outcome: SaveRuleOutcome; readonly sent: unknown; readonly status: 200 | 201 },
): Promise<Saved> {
  if (outcome.kind === 'refused') return { problem: refusedRule(outcome.faults) };
  if (outcome.kind === 'failing') return { problem: failingCases(outcome.results) };
  if (outcome.kind === 'drafted') return { value: { draftId: outcome.draftId }, status: 202 };
  if (outcome.kind === 'conflict')
    return { problem: editedMeanwhile(outcome.current === null ? null : definitionOf(outcome.current), sent) };
  return current(views, named);
}

async function current(
  views: RuleEditDeps['views'],
  { id, at, status }: Named & { readonly status: 200 | 201 },
): Promise<Saved> {
  const rule = await views.rule(id, at);
  if (rule === null) return { problem: notFound };
  const location = `/api/v1/rules/${encodeURIComponent(id)}`;
  return { value: { rule: shownRule(rule) }, etag: etagOf(rule.revision), status, ...(status === 201 && { location }) };
}

const taken = (id: string): Problem => ({
  kind: 'conflict',
  detail: `There is a rule ${id} already. Change it with PUT, or take another id.`,
  errors: [{ pointer: '/id', detail: 'It is taken.' }],
});

const whyMissing: Problem = {
  kind: 'invalid',
  detail: 'Say why: the history shows it to everybody.',
  errors: [{ pointer: '/why', parameter: 'why', detail: 'It is missing.' }],
};

const past: Problem = {
  kind: 'invalid',
  detail: 'The pause would have ended already.',
  errors: [{ pointer: '/until', detail: 'It is past.' }],
};

const noSuchRevision = (newest: number): Problem => ({
  kind: 'invalid',
  detail: `The rule has revisions 1 to ${newest}.`,
  errors: [{ pointer: '/revision', detail: 'There is none of that number.' }],
});

const notPaused: Problem = { kind: 'not-found', detail: 'The rule is not paused.' };
