import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { readRulesFile } from '../config/rulesFile.ts';
import { type Database, openDatabase } from '../src/adapters/store/database.ts';
import { startEmbedded } from '../src/adapters/store/embedded/embeddedServer.ts';
import { createArticlePages } from '../src/adapters/store/history/newestArticles.ts';
import { createSearchStore } from '../src/adapters/store/history/searchedArticles.ts';
import { createSearchIndexStore } from '../src/adapters/store/history/searchIndexing.ts';
import { migrate } from '../src/adapters/store/schema/migrate.ts';
import { dayMs } from '../src/domain/basics/time.ts';
import { newestPlace } from '../src/pipeline/history/articleHistory.ts';
import { indexArticles } from '../src/pipeline/history/indexArticles.ts';
import { searchArticles } from '../src/pipeline/history/searchArticles.ts';
import { noFilters } from '../src/pipeline/history/searchRequest.ts';
import { inputOf } from '../src/pipeline/match/matchArticles.ts';
import { entryOf } from '../src/pipeline/shared/searchEntry.ts';
import { processorClock } from '../tests/support/processorTime.ts';
import { type Random, randomFrom } from '../tests/support/random.ts';
import { silentLog } from '../tests/support/silentLog.ts';
import { newsStream } from './newsStream.ts';

/**
 * A hundred thousand stored articles over three months, searched with the queries of the starter rules and with what people type:
 * how long until the first hit and until the end, how many articles are looked at for those that match, how large the
 * index is, and how long an article takes to index.
 *
 *     npx tsc -p tsconfig.bench.json && node dist/bench/search.js [--articles 100000] [--rounds 5] [--data FOLDER]
 */
const { values: options } = parseArgs({
  options: {
    articles: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    /** Kept for the next run. */
    data: { type: 'string' },
  },
});
const articles = Number(options.articles);
const rounds = Number(options.rounds);
const begin = Date.UTC(2022, 0, 1);
const days = 90;
const end = new Date(begin + days * dayMs);

const sentences = {
  place: [
    'Residents of Almaty stayed at home.',
    'The convoy left Aktau at dawn.',
    'Власти Казахстана ввели ограничения.',
    'Алматыда жиналыс өтті.',
  ],
  unrest: ['Protesters gathered on the square.', 'A riot broke out near the market.', 'Протестующие вышли на площадь.'],
  toll: [
    'At least 12 people were killed and 30 injured.',
    'Погибли 16 человек, 40 ранены.',
    'Police arrested 130 people.',
  ],
  csto: ['The CSTO sent peacekeepers.', 'ОДКБ направила миротворцев.'],
};
const shares = { place: 0.04, unrest: 0.05, toll: 0.08, csto: 0.005 };

const pick = <T>(all: readonly T[], chance: Random): T => all[Math.floor(chance() * all.length)] as T;

async function fill(db: Database): Promise<void> {
  const chance = randomFrom(20261201);
  await db.execute(
    "INSERT INTO feeds (url, name, next_poll_at) SELECT 'https://feed-' || n || '.example/rss', 'Feed ' || n, $1 FROM generate_series(1, 40) AS n",
    [end],
  );
  for (let month = 0; month <= 3; month++)
    await db.query('SELECT ensure_month($1)', [new Date(Date.UTC(2022, month, 2))]);
  let batch: unknown[] = [];
  let made = 0;
  for (const { text } of newsStream(7)) {
    made++;
    const kinds = (['place', 'unrest', 'toll', 'csto'] as const).filter((kind) => chance() < shares[kind]);
    const extra = kinds.map((kind) => pick(sentences[kind], chance)).join(' ');
    const at = new Date(begin + (made / articles) * days * dayMs);
    batch.push({
      id: made,
      at,
      feed: 1 + Math.floor(chance() * 40),
      title: text.title,
      body: `${extra} ${text.body}`,
      lang: text.lang,
    });
    if (batch.length === 1000 || made === articles) {
      await insert(db, batch);
      batch = [];
    }
    if (made === articles) break;
  }
  await db.execute('VACUUM ANALYZE articles, article_revisions');
}

async function insert(db: Database, rows: readonly unknown[]): Promise<void> {
  const given = `jsonb_to_recordset($1::jsonb) AS n (id bigint, at timestamptz, feed bigint, title text, body text, lang text)`;
  await db.execute(
    `INSERT INTO articles (id, seen_at, feed_id, outlet_name, outlet_domain, lang, latest_revision)
     SELECT id, at, feed, 'Outlet ' || feed, 'outlet-' || feed || '.example', lang, 1 FROM ${given}`,
    [JSON.stringify(rows)],
  );
  await db.execute(
    `INSERT INTO article_revisions (article_id, revision, seen_at, saved_at, published_at, title, content_text, content_hash, audience, feed_id)
     SELECT id, 1, at, at, at, title, body, '\\x00', 'everyone', feed FROM ${given}`,
    [JSON.stringify(rows)],
  );
}

const percentile = (times: readonly number[], share: number): string =>
  `${(times.toSorted((a, b) => a - b)[Math.floor((times.length - 1) * share)] ?? Number.NaN).toFixed(0)} ms`;

async function measure(
  db: Database,
  name: string,
  query: string,
  concepts: Record<string, readonly string[]>,
  span: number,
) {
  const [first, whole]: [number[], number[]] = [[], []];
  let told = '';
  const store = createSearchStore(db);
  for (let round = 0; round < rounds; round++) {
    const started = performance.now();
    const range = { since: new Date(end.getTime() - span * dayMs), until: end };
    const request = { query, concepts, range, filters: noFilters, cursor: null, limit: 20, countsTotal: true };
    let isFirst = true;
    for await (const event of searchArticles(store, request, new AbortController().signal)) {
      if (event.kind === 'refused') throw new Error(`${name}: ${event.message}`);
      if (event.kind === 'hit' && isFirst) first.push(performance.now() - started);
      if (event.kind === 'hit') isFirst = false;
      if (event.kind === 'end')
        told = `${event.total?.count}${event.total?.isExact ? '' : '+'} of ${event.looked} looked at`;
    }
    whole.push(performance.now() - started);
  }
  console.log(
    `${name.padEnd(28)} ${span} days: first hit ${percentile(first, 0.5)} (p95 ${percentile(first, 0.95)}), whole ${percentile(whole, 0.5)} (p95 ${percentile(whole, 0.95)}); ${told}`,
  );
}

/** What indexing adds to an article that is matched: work for this process, and for the store. */
async function measureIndexing(db: Database): Promise<void> {
  const pages = createArticlePages(db);
  const some = await pages.newestArticles(new Date(begin), newestPlace(end), 2000);
  const inputs = some.map((article) => ({ article, input: inputOf(article) }));
  const clock = processorClock();
  const entries = inputs.map(({ article, input }) => ({ ...article, ...entryOf(article, input) }));
  const seconds = clock();
  const ids = entries.map(({ articleId }) => articleId);
  await db.execute('DELETE FROM search_entries WHERE article_id = ANY ($1::bigint[])', [ids]);
  const started = performance.now();
  const store = createSearchIndexStore(db);
  for (let at = 0; at < entries.length; at += 50) await store.saveEntries(entries.slice(at, at + 50));
  const storeMs = performance.now() - started;
  const keys = entries.reduce((sum, entry) => sum + entry.keys.length, 0) / entries.length;
  console.log(
    `indexing an article as it is matched: ${((seconds * 1000) / some.length).toFixed(3)} ms of this process for ${keys.toFixed(0)} keys, ${(storeMs / some.length).toFixed(3)} ms of the store`,
  );
}

const data = options.data ?? (await mkdtemp(join(tmpdir(), 'tocsin-bench-search-')));
const server = await startEmbedded({ dataDir: data, log: silentLog });
const db = openDatabase({
  connectionString: server.connectionString,
  maxConnections: 4,
  log: silentLog,
  limitMs: 600_000,
});
try {
  await migrate(db);
  const [stored] = await db.query<{ count: number }>('SELECT count(*)::integer AS count FROM articles');
  if (stored?.count === 0) {
    await fill(db);
    const started = performance.now();
    const deps = { store: createSearchIndexStore(db), clock: { now: () => new Date(end.getTime() + 120_000) } };
    const isDone = async () => (await deps.store.coverage())?.from === null;
    while (!(await isDone())) await indexArticles(deps, new AbortController().signal);
    console.log(`indexed after the fact: ${((performance.now() - started) / articles).toFixed(3)} ms an article`);
    await db.execute('VACUUM ANALYZE search_entries');
  }
  const [size] = await db.query<{ index: number; rows: number; articles: number }>(
    `SELECT sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname LIKE 'search_entries%')::bigint AS rows,
            sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname LIKE 'article%')::bigint AS articles
       FROM pg_class AS c WHERE c.relkind = 'r'`,
  );
  console.log(
    `the index takes ${((size?.rows ?? 0) / articles).toFixed(0)} bytes an article, beside ${((size?.articles ?? 0) / articles).toFixed(0)} of the article itself`,
  );
  await measureIndexing(db);
  const file = readRulesFile(await readFile('config/rules.yaml', 'utf8'), 'config/rules.yaml');
  const queries = [
    ...file.rules.map(({ id, query }): [string, string] => [id, query]),
    ['a word', 'riot'],
    ['a phrase', '"broke out"'],
    ['a prefix', 'protest*'],
    ['two words', 'Almaty AND riot'],
    ['figures only', 'killed >= 10'],
    ['a concept', '@kazakhstan'],
    ['NEAR', 'riot NEAR/5 market'],
    ['no hit', 'zeppelin AND riot'],
  ] as const;
  for (const [name, query] of queries) {
    await measure(db, name, query, file.concepts, 30);
    await measure(db, name, query, file.concepts, days);
  }
} finally {
  await db.close();
  await server.leave();
  if (options.data === undefined) await rm(data, { recursive: true, force: true });
}
