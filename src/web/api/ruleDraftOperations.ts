import { z } from '@hono/zod-openapi';
import type { DraftRules, RuleDraft } from '../../desk/rules/draftedRules.ts';
import type { LockedRulesStore } from '../../desk/rules/lockedRules.ts';
import { approveDraft, declineDraft, demandReview } from '../../desk/rules/settleDraft.ts';
import { deedBy } from './apiCaller.ts';
import { closed, instant, nameParameter, nothing, numberParameter, reason } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import type { Problem } from './problem.ts';
import { failingCases, refusedRule } from './ruleProblems.ts';
import { alertShape } from './ruleShapes.ts';

export interface RuleDraftDeps {
  readonly ruleDeeds: LockedRulesStore<DraftRules>;
  /** Those that wait. */
  readonly draftsOfRule: (ruleId: string) => Promise<readonly RuleDraft[]>;
}

const draftShape = closed({
  id: z.int(),
  rule: closed({
    id: z.string(),
    name: z.string(),
    query: z.string(),
    owner: z.string().nullable(),
    alert: alertShape,
    blindBelow: z.number().optional(),
  }),
  basedOn: z
    .int()
    .nullable()
    .openapi({ description: 'The revision that its author saw; null: there was no such rule.' }),
  author: z.string(),
  why: z.string(),
  madeAt: instant,
}).openapi('RuleDraft');

const tag = 'Rules';
const rule = z.object({ id: nameParameter });
const draft = z.object({ id: numberParameter });

export const ruleDraftOperations = ({ ruleDeeds: store, draftsOfRule }: RuleDraftDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listRuleDrafts', method: 'get', path: '/rules/{id}/drafts', tag, scope: 'read', params: rule },
    summary: 'Edits of a rule that wait for a second person',
    reply: closed({ items: z.array(draftShape) }),
    async run({ params: { id } }) {
      const drafts = await draftsOfRule(id);
      return { value: { items: drafts.map(({ author, ...each }) => ({ ...each, author: author.name })) } };
    },
  }),
  operation({
    ...{
      id: 'approveRuleDraft',
      method: 'post',
      path: '/rule-drafts/{id}/approve',
      tag,
      scope: 'write',
      params: draft,
    },
    summary: 'Puts an edit in force that somebody else made',
    body: z.strictObject({ savesAnyway: z.boolean().default(false), why: reason }),
    reply: closed({ revision: z.int() }),
    problems: ['conflict'],
    async run({ params: { id: draftId }, body: { savesAnyway, why }, caller, at }) {
      const outcome = await approveDraft({ store }, deedBy(caller, at, why), { draftId, savesAnyway });
      if (outcome.kind === 'gone') return { problem: notFound };
      if (outcome.kind === 'own') return { problem: ownDraft };
      if (outcome.kind === 'refused') return { problem: refusedRule(outcome.faults) };
      if (outcome.kind === 'failing') return { problem: failingCases(outcome.results) };
      if (outcome.kind === 'conflict') return { problem: outdated };
      return { value: { revision: outcome.revision } };
    },
  }),
  operation({
    ...{
      id: 'declineRuleDraft',
      method: 'post',
      path: '/rule-drafts/{id}/decline',
      tag,
      scope: 'write',
      params: draft,
    },
    summary: 'Takes an edit out of the way that waits',
    ...{ body: z.strictObject({ why: reason }), status: 204, reply: nothing },
    async run({ params: { id }, body, caller, at }) {
      const outcome = await declineDraft({ store }, deedBy(caller, at, body.why), id);
      return outcome.kind === 'gone' ? { problem: notFound } : { value: null };
    },
  }),
  operation({
    ...{ id: 'demandRuleReview', method: 'put', path: '/rules/{id}/review', tag, scope: 'write', params: rule },
    summary: 'Sets whether edits of a rule wait for a second person',
    ...{ body: z.strictObject({ demands: z.boolean(), why: reason }), status: 204, reply: nothing },
    async run({ params: { id }, body: { demands, why }, caller, at }) {
      const outcome = await demandReview({ store }, deedBy(caller, at, why), { ruleId: id, demands });
      return outcome.kind === 'gone' ? { problem: notFound } : { value: null };
    },
  }),
];

const ownDraft: Problem = { kind: 'not-allowed', detail: 'Nobody approves an edit of their own.' };

const outdated: Problem = {
  kind: 'conflict',
  detail: 'The rule was changed since the edit was made. Make it again, based on what is in force.',
};
