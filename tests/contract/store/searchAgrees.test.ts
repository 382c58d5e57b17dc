import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createArticlePages } from '../../../src/adapters/store/history/newestArticles.ts';
import { createSearchStore } from '../../../src/adapters/store/history/searchedArticles.ts';
import { parseQuery } from '../../../src/domain/rules/language/parser.ts';
import { createQueryMatcher } from '../../../src/domain/rules/search/queryMatcher.ts';
import { newestPlace } from '../../../src/pipeline/history/articleHistory.ts';
import { searchArticles } from '../../../src/pipeline/history/searchArticles.ts';
import { noFilters } from '../../../src/pipeline/history/searchRequest.ts';
import { inputOf } from '../../../src/pipeline/match/matchArticles.ts';
import { anyArticle, anyQuery } from '../../oracle/samples.ts';
import { indexAll, matchAll } from '../../support/archive.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { rounds } from '../../support/soak.ts';
import { feedItem, later, now, pollFeed, settle } from '../../support/world.ts';

const concepts = { place: ['Almaty', 'Алматы', '"Nur-Sultan"', '@sea'], sea: ['Aktau', 'корабль', '=US', 'көмек'] };
const never = new AbortController().signal;
const long = new Date(0);

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await settle(database.db);
  const articles = fc.sample(anyArticle, { numRuns: 120, seed: 7 });
  for (const [index, feed] of ['one', 'two'].entries()) {
    const items = articles
      .filter((_, place) => place % 2 === index)
      .map(({ title, body, lang, outlet }, place) =>
        feedItem({
          guid: `${feed} ${place}`,
          title: `${title} `,
          contentText: `${body} killed 2 people`,
          lang,
          outlet,
        }),
      );
    await pollFeed(database.db, feed, items, later(index));
  }
  await matchAll(database.db);
  await indexAll(database.db, later(10));
});
afterAll(() => database.drop());

async function found(query: string): Promise<readonly number[]> {
  const ids: number[] = [];
  const request = {
    ...{ query, concepts, range: { since: long, until: later(60) }, filters: noFilters },
    ...{ cursor: null, limit: 1000, countsTotal: true },
  };
  for await (const event of searchArticles(createSearchStore(database.db), request, never))
    if (event.kind === 'hit') ids.push(event.hit.article.articleId);
  return ids;
}

it('finds through the index what the matcher finds in all articles, whatever the query', async () => {
  const all = await createArticlePages(database.db).newestArticles(long, newestPlace(later(60)), 1000);
  expect(all.length).toBeGreaterThan(100);
  let matched = 0;
  const queries = fc.sample(anyQuery, {
    numRuns: rounds({ short: 150, long: 5000, setting: 'TOCSIN_QUERIES' }),
    seed: now.getTime(),
  });
  for (const query of queries) {
    const parsed = parseQuery(query, { concepts });
    if (parsed.kind === 'refused') continue;
    const match = createQueryMatcher([parsed.node]);
    const expected = all.filter((article) => match(inputOf(article), [])[0] !== null).map(({ articleId }) => articleId);
    matched += expected.length;
    expect(await found(query), query).toEqual(expected);
  }
  expect(matched).toBeGreaterThan(500);
});
