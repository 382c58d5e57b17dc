import { z } from '@hono/zod-openapi';
import type { ApiViews } from '../../ports/apiViews.ts';
import { nameParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import { etagOf } from './preconditions.ts';
import { revisionShape, ruleShape, shownRule } from './ruleShapes.ts';

export interface RuleOperationsDeps {
  readonly views: Pick<ApiViews, 'rules' | 'rule' | 'revisions'>;
}

const tag = 'Rules';

const params = z.object({ id: nameParameter });

export const ruleOperations = ({ views }: RuleOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listRules', method: 'get', path: '/rules', tag, scope: 'read', summary: 'The rules in force, by id' },
    query: z.object(pageQuery),
    reply: pageOf(ruleShape),
    async run({ query, at }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.string()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const rules = await views.rules({ after: after.place?.[0] ?? null, limit: limit + 1 }, at);
      return { value: pageFrom(rules.map(shownRule), limit, ({ id }) => [id]) };
    },
  }),
  operation({
    ...{ id: 'getRule', method: 'get', path: '/rules/{id}', tag, scope: 'read', summary: 'A rule in force' },
    params,
    reply: ruleShape,
    async run({ params: { id }, at }) {
      const rule = await views.rule(id, at);
      return rule === null ? { problem: notFound } : { value: shownRule(rule), etag: etagOf(rule.revision) };
    },
  }),
  operation({
    ...{ id: 'listRuleRevisions', method: 'get', path: '/rules/{id}/revisions', tag, scope: 'read' },
    summary: 'What a rule was, newest first; also of one that was taken out',
    params,
    query: z.object(pageQuery),
    reply: pageOf(revisionShape),
    async run({ params: { id }, query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.int32()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const revisions = await views.revisions(id, { after: after.place?.[0] ?? null, limit: limit + 1 });
      if (revisions.length === 0 && after.place === null) return { problem: notFound };
      return { value: pageFrom(revisions, limit, ({ revision }) => [revision]) };
    },
  }),
];
