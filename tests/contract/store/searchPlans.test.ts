import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Queryable } from '../../../src/adapters/store/database.ts';
import { createSearchStore } from '../../../src/adapters/store/history/searchedArticles.ts';
import { searchArticles } from '../../../src/pipeline/history/searchArticles.ts';
import { noFilters, type SearchRequest } from '../../../src/pipeline/history/searchRequest.ts';
import { indexAll } from '../../support/archive.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const count = 4000;
const begin = new Date('2022-01-01T00:00:00Z');
const end = new Date('2022-03-31T00:00:00Z');
const never = new AbortController().signal;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  for (const month of ['01', '02', '03']) await db.query('SELECT ensure_month($1)', [`2022-${month}-05`]);
  await db.execute("INSERT INTO feeds (url, name, next_poll_at) VALUES ('https://one.example/rss', 'One', $1)", [end]);
  const rows = `(SELECT n, date_trunc('milliseconds', $1::timestamptz + n * (($2::timestamptz - $1::timestamptz) / ${count + 1})) AS at FROM generate_series(1, ${count}) AS n) AS n`;
  await db.execute(
    `INSERT INTO articles (id, seen_at, feed_id, outlet_name, latest_revision)
     SELECT n, at, (SELECT id FROM feeds WHERE name = 'One'), 'Wire', 1 FROM ${rows}`,
    [begin, end],
  );
  await db.execute(
    `INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, title, content_text, content_hash, audience)
     SELECT n, 1, at, at, 'Item ' || n, CASE n % 50 WHEN 0 THEN 'A riot began. ' ELSE '' END || repeat(md5(n::text) || ' ', 40), '\\x00', 'everyone' FROM ${rows}`,
    [begin, end],
  );
  await indexAll(db, new Date(end.getTime() + 600_000));
  await db.execute('VACUUM ANALYZE');
});
afterAll(() => database.drop());

/** Keeps the plan of every statement that reads, as it is run. */
function explaining(db: Database, plans: string[]): Database {
  const watched = (on: Queryable): Queryable => ({
    execute: on.execute,
    async query<Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
      const plan = await on.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      plans.push(plan.map((line) => line['QUERY PLAN']).join('\n'));
      return on.query<Row>(text, values);
    },
  });
  return {
    ...db,
    ...watched(db),
    transaction: (run, limitMs) => db.transaction((tx) => run(watched(tx)), limitMs),
  };
}

async function plansOf(changes: Partial<SearchRequest>): Promise<{ plans: string; hits: number; looked: number }> {
  const plans: string[] = [];
  const request: SearchRequest = {
    ...{ query: 'riot', concepts: {}, range: { since: new Date('2022-03-01T00:00:00Z'), until: end } },
    ...{ filters: noFilters, cursor: null, limit: 20, countsTotal: true, ...changes },
  };
  let [hits, looked] = [0, 0];
  for await (const event of searchArticles(createSearchStore(explaining(database.db, plans)), request, never)) {
    if (event.kind === 'hit') hits++;
    if (event.kind === 'end') looked = event.looked;
  }
  return { plans: plans.join('\n\n'), hits, looked };
}

const scannedWhole = /Seq Scan on (?:articles|article_revisions|search_entries)_\S+/;

describe('the plan of a search', () => {
  it.each([
    ['a word', {}],
    ['a word, everywhere', { range: { since: begin, until: end } }],
    ['words and figures', { query: 'riot AND NOT killed >= 10' }],
    ['a feed', { query: null, filters: { ...noFilters, feedIds: [1] } }],
    [
      'a concept of many terms',
      {
        query: '@many',
        concepts: { many: ['riot', ...Array.from({ length: 800 }, (_, n) => `term${n.toString(36)}x`)] },
      },
    ],
  ] as const)('of %s goes by the index of keys, and reads no table whole', async (_, changes) => {
    const { plans, hits } = await plansOf(changes);
    expect(hits).toBe(20);
    expect(plans).toMatch(/Bitmap Index Scan on search_entries_2022_03_keys_idx/);
    expect(plans).not.toMatch(scannedWhole);
  });

  it('without anything to narrow it goes by time', async () => {
    const { plans, hits } = await plansOf({ query: null, countsTotal: false });
    expect(hits).toBe(20);
    expect(plans).not.toMatch(scannedWhole);
  });

  it('reads a fiftieth of the articles for what a fiftieth of them matches', async () => {
    const { looked } = await plansOf({ range: { since: begin, until: end } });
    expect(looked).toBe(count / 50);
  });
});
