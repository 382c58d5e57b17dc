import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { readSettings } from '../config/settings.ts';
import { createRuleStore } from '../src/adapters/store/rules/ruleStore.ts';
import { createApp } from '../src/app/createApp.ts';
import { createLog } from '../src/app/logging.ts';
import { openStore } from '../src/app/openStore.ts';
import { roles } from '../src/app/roles.ts';
import { systemClock } from '../src/app/systemPorts.ts';
import { fillStore } from './filledStore.ts';

/**
 * The pages over a store as it is after a year, while articles come in and twenty people look: how long each page takes, from the
 * request to its last byte.
 *
 *     npx tsc -p tsconfig.bench.json && node dist/bench/console.js [--articles 1000000] [--messages 300000] [--seconds 60] [--viewers 20]
 */
const { values } = parseArgs({
  options: {
    ...{ articles: { type: 'string', default: '1000000' }, messages: { type: 'string', default: '300000' } },
    ...{ seconds: { type: 'string', default: '60' }, viewers: { type: 'string', default: '20' } },
  },
});
const pages = [
  ...[
    '/',
    '/stories',
    '/stories/4000',
    '/rules',
    '/rules/riot',
    '/concepts',
    '/articles',
    '/articles?q=riot+AND+Aktau',
  ],
  ...['/feeds', '/feeds/7', '/messages', '/messages?state=rejected', '/subscribers', '/settings', '/handover'],
];

const dataDir = await mkdtemp(join(tmpdir(), 'tocsin-bench-'));
const log = createLog('error');
const feedServer = new Worker(new URL('./rollingFeeds.js', import.meta.url));
const [feedPort] = await once(feedServer, 'message');
const settings = readSettings({
  ...{ DATA_DIR: dataDir, CONFIG_DIR: join(dataDir, 'none'), PORT: '0', CANARY_MINUTES: '0', POLL_MIN_SECONDS: '1' },
  ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8', LOG_LEVEL: 'error' },
});

async function fill(): Promise<void> {
  const store = await openStore(settings, log);
  const now = systemClock.now();
  const rule = {
    id: 'riot',
    name: 'Riots',
    query: 'riot AND killed >= 1000',
    owner: null,
    alert: { on: 'change' as const },
  };
  await createRuleStore(store.db).replace(
    [{ ...rule, concepts: {} }],
    { city: ['Aktau', 'Osh'] },
    { by: 'bench', why: 'bench', at: now },
  );
  const startedAt = performance.now();
  const sizes = { articles: Number(values.articles), messages: Number(values.messages) };
  await fillStore(store.db, { ...sizes, stories: 50_000, subscribers: 1000, feeds: 400, now });
  for (let feed = 0; feed < 10; feed++)
    await store.db.execute('INSERT INTO feeds (url, name, every_seconds, next_poll_at) VALUES ($1, $2, 1, $3)', [
      ...[`http://127.0.0.1:${feedPort}/${feed}`, `Live ${feed}`, now],
    ]);
  console.log(`filled in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  await store.close();
}

const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.floor(sorted.length * share)] ?? Number.NaN);

await fill();
const app = await createApp(settings, { roles, log });
await app.start();
const url = app.places().find(([name]) => name === 'console')?.[1] ?? '';
const link = await app.invite({ email: 'bench@example.org', name: 'Bench', role: 'admin', timezone: 'UTC' });
const signedIn = await fetch(`${url}${link}`, { method: 'POST', redirect: 'manual' });
const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const took = new Map<string, number[]>(pages.map((page) => [page, []]));
const answers = new Map<string, number>();

async function look(viewer: number, until: number): Promise<void> {
  for (let turn = viewer; performance.now() < until; turn++) {
    const page = pages[turn % pages.length] ?? '/';
    const startedAt = performance.now();
    const response = await fetch(`${url}${page}`, { headers: { cookie } });
    await response.text();
    took.get(page)?.push(performance.now() - startedAt);
    answers.set(page, response.status);
    // A person reads for a while.
    await sleep(1000);
  }
}

const before = (await app.console.counts()).articles;
const until = performance.now() + Number(values.seconds) * 1000;
await Promise.all(Array.from({ length: Number(values.viewers) }, (_, viewer) => look(viewer, until)));
const articles = (await app.console.counts()).articles - before;
console.log(`${Math.round(articles / Number(values.seconds))} articles/s came in; times in ms`);
console.table(
  [...took].map(([page, times]) => {
    const sorted = [...times].sort((a, b) => a - b);
    return {
      page,
      status: answers.get(page),
      looks: times.length,
      p50: at(sorted, 0.5),
      p95: at(sorted, 0.95),
      most: at(sorted, 0.999),
    };
  }),
);
await app.stop();
await feedServer.terminate();
await rm(dataDir, { recursive: true, force: true });
process.exit(0);
