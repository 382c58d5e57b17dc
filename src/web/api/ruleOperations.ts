import { z } from '@hono/zod-openapi';
import type { ApiViews } from '../../ports/apiViews.ts';
import { closed, instant, instantOrNull, nameParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import { etagOf } from './preconditions.ts';

export interface RuleOperationsDeps {
  readonly views: Pick<ApiViews, 'rules' | 'rule' | 'revisions'>;
}

const tag = 'Rules';

const alertShape = closed({
  on: z.enum(['change', 'story', 'article']),
  when: z.string().optional(),
  cooldownSeconds: z.int().optional(),
}).openapi('Alert', { description: 'When a rule speaks: see docs/rules.md.' });

const definitionShape = {
  name: z.string(),
  query: z.string().openapi({ example: '@kazakhstan AND killed >= 1' }),
  owner: z.string().nullable(),
  alert: alertShape,
  blindBelow: z.number().nullable(),
};

const ruleShape = closed({
  id: z.string().openapi({ example: 'casualty-updates' }),
  revision: z.int(),
  ...definitionShape,
  changedAt: instant,
  changedBy: z.string(),
  why: z.string(),
  share: z.number().nullable().openapi({ description: 'Of its sources, those that can see: 0 to 1.' }),
  blindSince: instantOrNull,
  matches: z.int().openapi({ description: 'Of the last 30 days, as last counted.' }),
  subscriptions: z.int(),
}).openapi('Rule');

const revisionShape = closed({
  revision: z.int(),
  ...definitionShape,
  concepts: z.record(z.string(), z.array(z.string())),
  madeAt: instant,
  madeBy: z.string(),
  why: z.string(),
  endedAt: instantOrNull,
}).openapi('RuleRevision');

const params = z.object({ id: nameParameter });

export const ruleOperations = ({ views }: RuleOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listRules', method: 'get', path: '/rules', tag, scope: 'read', summary: 'The rules in force, by id' },
    query: z.object(pageQuery),
    reply: pageOf(ruleShape),
    async run({ query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.string()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const rules = await views.rules({ after: after.place?.[0] ?? null, limit: limit + 1 });
      return { value: pageFrom(rules, limit, ({ id }) => [id]) };
    },
  }),
  operation({
    ...{ id: 'getRule', method: 'get', path: '/rules/{id}', tag, scope: 'read', summary: 'A rule in force' },
    params,
    reply: ruleShape,
    async run({ params: { id } }) {
      const rule = await views.rule(id);
      return rule === null ? { problem: notFound } : { value: rule, etag: etagOf(rule.revision) };
    },
  }),
  operation({
    ...{ id: 'listRuleRevisions', method: 'get', path: '/rules/{id}/revisions', tag, scope: 'read' },
    summary: 'What a rule was, newest first; also of one that was taken out',
    params,
    query: z.object(pageQuery),
    reply: pageOf(revisionShape),
    async run({ params: { id }, query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const revisions = await views.revisions(id, { after: after.place?.[0] ?? null, limit: limit + 1 });
      if (revisions.length === 0 && after.place === null) return { problem: notFound };
      return { value: pageFrom(revisions, limit, ({ revision }) => [revision]) };
    },
  }),
];
