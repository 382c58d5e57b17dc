import { z } from '@hono/zod-openapi';
import type { ApiViews } from '../../ports/apiViews.ts';
import { closed, instant } from './apiShapes.ts';
import { type ApiRoute, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';

export interface AuditOperationsDeps {
  readonly views: Pick<ApiViews, 'audit'>;
}

const entryShape = closed({
  id: z.int(),
  at: instant,
  actorKind: z.string(),
  actorId: z.int().nullable(),
  actorName: z.string(),
  action: z.string().openapi({ example: 'rule.saved' }),
  subjectKind: z.string(),
  subjectId: z.string(),
  why: z.string(),
  before: z.unknown(),
  after: z.unknown(),
}).openapi('AuditEntry');

export const auditOperations = ({ views }: AuditOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listAudit', method: 'get', path: '/audit', tag: 'Audit', scope: 'admin' },
    summary: 'Who did what, newest first',
    query: z.object({
      ...pageQuery,
      subjectKind: z.string().max(50).optional(),
      subjectId: z.string().max(200).optional(),
    }),
    reply: pageOf(entryShape),
    async run({ query: { subjectKind = null, subjectId = null, ...query } }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const slice = { after: after.place?.[0] ?? null, limit: limit + 1, subjectKind, subjectId };
      return { value: pageFrom(await views.audit(slice), limit, ({ id }) => [id]) };
    },
  }),
];
