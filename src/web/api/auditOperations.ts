import { z } from '@hono/zod-openapi';
import type { DeedFilter, ListedDeed } from '../../desk/listedDeed.ts';
import { closed, instant, instantParameter } from './apiShapes.ts';
import { type ApiRoute, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';

export interface AuditOperationsDeps {
  readonly deeds: (filter: DeedFilter) => Promise<readonly ListedDeed[]>;
}

const entryShape = closed({
  id: z.int(),
  at: instant,
  by: closed({ kind: z.string(), id: z.int().nullable(), name: z.string() }),
  action: z.string().openapi({ example: 'rule.saved' }),
  subject: closed({ kind: z.string(), id: z.string() }),
  why: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
}).openapi('AuditEntry');

export const auditOperations = ({ deeds }: AuditOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listAudit', method: 'get', path: '/audit', tag: 'Audit', scope: 'admin' },
    summary: 'Who did what, newest first',
    query: z.object({
      ...pageQuery,
      action: z.string().max(60).optional().openapi({ description: 'The whole action, or the part before the dot.' }),
      subjectKind: z.string().max(50).optional(),
      subjectId: z.string().max(200).optional(),
      from: instantParameter.optional(),
      until: instantParameter.optional(),
    }),
    reply: pageOf(entryShape),
    async run({ query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.iso.datetime(), z.int()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const { action = null, subjectKind, subjectId = null, from = null, until = null } = query;
      const [at, id] = after.place ?? [];
      const found = await deeds({
        ...{ by: null, action, from, until, limit: limit + 1 },
        subject: subjectKind === undefined ? null : { kind: subjectKind, id: subjectId },
        before: at === undefined || id === undefined ? null : { at: new Date(at), id },
      });
      return { value: pageFrom(found, limit, (each) => [each.at.toISOString(), each.id]) };
    },
  }),
];
