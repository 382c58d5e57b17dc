import { z } from '@hono/zod-openapi';
import { conceptVersion } from '../../domain/rules/conceptEdit.ts';
import type { ApiViews } from '../../ports/apiViews.ts';
import { closed, instant, nameParameter } from './apiShapes.ts';
import { type ApiRoute, notFound, operation } from './operation.ts';
import { cursorOrRefusal, limitOf, pageFrom, pageOf, pageQuery } from './paging.ts';
import { etagOf } from './preconditions.ts';

export interface ConceptOperationsDeps {
  readonly views: Pick<ApiViews, 'concepts' | 'concept'>;
}

const tag = 'Concepts';

const conceptShape = closed({
  name: z.string().openapi({ example: 'kazakhstan' }),
  terms: z.array(z.string()),
  changedAt: instant,
  rules: z.array(z.string()).openapi({ description: 'Ids of the rules in force that use it.' }),
}).openapi('Concept');

export const conceptOperations = ({ views }: ConceptOperationsDeps): readonly ApiRoute[] => [
  operation({
    ...{ id: 'listConcepts', method: 'get', path: '/concepts', tag, scope: 'read', summary: 'The word lists, by name' },
    query: z.object(pageQuery),
    reply: pageOf(conceptShape),
    async run({ query }) {
      const after = cursorOrRefusal(query.cursor, z.tuple([z.string()]));
      if ('problem' in after) return after;
      const limit = limitOf(query);
      const concepts = await views.concepts({ after: after.place?.[0] ?? null, limit: limit + 1 });
      return { value: pageFrom(concepts, limit, ({ name }) => [name]) };
    },
  }),
  operation({
    ...{ id: 'getConcept', method: 'get', path: '/concepts/{name}', tag, scope: 'read', summary: 'A word list' },
    params: z.object({ name: nameParameter }),
    reply: conceptShape,
    async run({ params }) {
      const concept = await views.concept(params.name);
      return concept === null ? { problem: notFound } : { value: concept, etag: etagOf(conceptVersion(concept.terms)) };
    },
  }),
];
