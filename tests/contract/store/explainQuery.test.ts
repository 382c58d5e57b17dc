import { afterAll, beforeAll, expect, it } from 'vitest';
import { createExplainStore } from '../../../src/adapters/store/history/explainedArticles.ts';
import type { ExplainedClause } from '../../../src/domain/rules/matcher/explain.ts';
import { type ExplainedSubject, explainQuery } from '../../../src/pipeline/history/explainQuery.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { feedItem, now, pollFeed, settle } from '../../support/world.ts';

const concepts = { place: ['Almaty', 'Aktau'] };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await settle(database.db);
  await pollFeed(database.db, 'one', [
    feedItem({
      ...{ guid: 'a', title: 'Unrest in Almaty', link: 'https://wire.example/a?utm_source=x' },
      contentText: 'Rioters set fire to the town hall. At least 8 people were killed, the ministry said.',
    }),
  ]);
});
afterAll(() => database.drop());

const explained = (query: string, subject: ExplainedSubject) =>
  explainQuery(createExplainStore(database.db), { query, concepts, subject, now });

async function misses(
  query: string,
  subject: ExplainedSubject,
): Promise<readonly (readonly [string, string | null])[]> {
  const explanation = await explained(query, subject);
  if (explanation.kind !== 'explained') throw new Error(explanation.kind);
  const walk = (clause: ExplainedClause): readonly (readonly [string, string | null])[] =>
    clause.clauses.length === 0 ? [[clause.clause, clause.miss]] : clause.clauses.flatMap(walk);
  return walk(explanation.clause);
}

const link = { kind: 'link', url: 'http://wire.example/a' } as const;

it('says of a stored article, named by its address, how near each clause came', async () => {
  expect(await misses('@place AND riot AND killed >= 10 AND Rioters NEAR/2 hall AND NOT fire', link)).toEqual([
    ['@place', null],
    ['riot', 'no form of "riot" is there; the closest word is "Rioters"'],
    ['killed >= 10', 'killed is stated as 8'],
    ['Rioters NEAR/2 hall', '5 words lie between "Rioters" and "hall", at most 2 may'],
    ['fire', null],
  ]);
});

it('says of a pasted text what it states, as the reader of figures reads it', async () => {
  const text = {
    kind: 'text',
    title: 'Мәтін',
    body: 'At least 12 people were killed. In 2010, 40 were killed.',
    lang: 'en',
  } as const;
  const explanation = await explained('killed >= 20', text);
  expect(explanation).toMatchObject({
    kind: 'explained',
    text: {
      articleId: null,
      figures: [
        { kind: 'killed', min: 12, status: 'stated' },
        { min: 40, status: 'historical' },
      ],
    },
    clause: { holds: false, miss: 'killed is stated as 12' },
  });
});

it('knows an article by its number, and says so of none', async () => {
  const [row] = await database.db.query<{ id: number }>('SELECT id FROM articles');
  expect(await explained('Almaty', { kind: 'article', articleId: row?.id ?? 0 })).toMatchObject({
    kind: 'explained',
    clause: { holds: true, spans: [['title', 10, 16]] },
  });
  expect(await explained('Almaty', { kind: 'article', articleId: 999 })).toEqual({ kind: 'no-article' });
  expect(await explained('Almaty', { kind: 'link', url: 'https://wire.example/b' })).toEqual({ kind: 'no-article' });
  expect(await explained('Almaty', { kind: 'link', url: 'no address' })).toEqual({ kind: 'no-article' });
  expect(await explained('(Almaty', link)).toMatchObject({ kind: 'refused', findings: [{ column: 1 }] });
});
