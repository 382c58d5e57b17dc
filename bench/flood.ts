import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../src/adapters/store/embedded/embeddedServer.ts';
import { openSession, type Session } from '../src/adapters/store/session.ts';
import { makeServiceFolder } from '../tests/support/configFolder.ts';
import { randomFrom } from '../tests/support/random.ts';
import { startService } from '../tests/support/service.ts';
import { silentLog } from '../tests/support/silentLog.ts';

/**
 * A feed brings thousands of new items at once to the built service, and a quiet feed goes on with an article every few seconds:
 * how long each of its articles takes from being saved to its message, before the flood and during it, how many of the flood's
 * were placed in between, and how many items a second the flood goes through with.
 *
 *     npm run build && npx tsc -p tsconfig.bench.json && node dist/bench/flood.js [--items 10000] [--backlog]
 */
const { values: options } = parseArgs({
  options: { items: { type: 'string', default: '10000' }, backlog: { type: 'boolean', default: false } },
});
const floodItems = Number(options.items);
const random = randomFrom(20261130);
const day = 86_400_000;

const word = (): string =>
  Math.floor(random() * 36 ** 5)
    .toString(36)
    .replace(/\d/g, 'q');
const words = (count: number): string => Array.from({ length: count }, word).join(' ');
const item = (id: string, title: string, publishedAt: number): string =>
  `<item><guid isPermaLink="false">${id}</guid><link>https://${id}.example/</link><pubDate>${new Date(publishedAt).toUTCString()}</pubDate>` +
  `<title>${title}</title><description>Police said that a riot began. ${words(60)}</description></item>`;

const served = new Map<string, string[]>([
  ['quiet', []],
  ['flood', options.backlog ? [] : [item('flood-first', 'A riot began', Date.now())]],
]);
const server: Server = createServer((request, response) => {
  const name = (request.url ?? '').slice(1);
  response
    .writeHead(200, { 'content-type': 'application/rss+xml' })
    .end(
      `<rss version="2.0"><channel><title>${name}</title><link>https://${name}.example/</link>${served.get(name)?.join('')}</channel></rss>`,
    );
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const urlOf = (name: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`;
// The flood's host has another name, so that the two are not asked in turn.
const floodUrl = urlOf('flood').replace('127.0.0.1', 'localhost');
const hooks = createServer((_, response) => void response.writeHead(200).end());
await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
const hookUrl = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/`;

const beginAt = Date.now() + 30_000;
const folder = await makeServiceFolder({
  rules: { rules: [{ id: 'riot', query: 'riot', alert: { on: 'article' } }] },
  feeds: {
    feeds: [
      { url: urlOf('quiet'), name: 'quiet', every: '2s' },
      { url: floodUrl, name: 'flood', every: options.backlog ? '1h' : '5s' },
    ],
  },
  subscribers: {
    subscribers: [
      {
        email: 'desk@example.org',
        subscriptions: [{ rules: ['riot'], channel: 'webhook', target: hookUrl, schedule: 'instant', maxPerHour: 0 }],
      },
    ],
  },
});
const service = startService(
  {
    ...{ DATA_DIR: folder.data, CONFIG_DIR: folder.config, LOG_LEVEL: 'error', CANARY_MINUTES: '0' },
    ...{ ALLOW_PRIVATE_ADDRESSES: '127.0.0.0/8,::1/128', POLL_MIN_SECONDS: '1' },
  },
  [process.execPath, join(import.meta.dirname, '../src/main.js'), 'serve'],
);

const flood = Array.from({ length: floodItems }, (_, at) =>
  item(`flood-${at}`, `A riot of ${words(6)}`, Date.now() - (options.backlog ? 2 * day + at * 1000 : at)),
);
if (options.backlog) served.set('flood', flood);

interface Delay {
  readonly during: boolean;
  readonly seconds: number | null;
  readonly placed: number;
  readonly ahead: number;
}

function spread(seconds: readonly number[]): string {
  const sorted = seconds.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(2);
  return `median ${at(0.5)} s, most ${at(1)} s`;
}

const isLeft = async (session: Session): Promise<boolean> => {
  const [left] = await session.query<{ saved: number; underWay: number }>(
    `SELECT (SELECT count(*) FROM articles AS a JOIN feeds AS f ON f.id = a.feed_id WHERE f.name = 'flood')::integer AS saved,
            (SELECT count(*) FROM pipeline_items)::integer AS "underWay"`,
  );
  return left === undefined || left.saved < floodItems || left.underWay > 0;
};

try {
  await service.started;
  const postgres = await startEmbedded({ dataDir: folder.data, log: silentLog });
  const session = await openSession(postgres.connectionString);
  let quiet = 0;
  const publish = async () => {
    served.get('quiet')?.push(item(`quiet-${quiet}`, `A riot in ${words(6)}`, Date.now()));
    quiet++;
    await sleep(3000);
  };
  if (!options.backlog) while (Date.now() < beginAt) await publish();
  const begun = performance.now();
  if (!options.backlog) served.get('flood')?.push(...flood);
  do await publish();
  while (await isLeft(session));
  await sleep(3000);
  const [through] = await session.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(m.placed) - min(m.placed))::float AS seconds
       FROM (SELECT x.matched_at AS placed FROM matches AS x JOIN articles AS a ON a.id = x.article_id JOIN feeds AS f ON f.id = a.feed_id
              WHERE f.name = 'flood' AND a.guid <> 'flood-first') AS m`,
  );
  console.log(
    `${floodItems} items: ${((performance.now() - begun) / 1000).toFixed(0)} s in all, placed within ${through?.seconds.toFixed(1)} s`,
  );
  const rows = await session.query<Delay>(
    `WITH placed AS (SELECT a.guid, f.name, a.seen_at, x.matched_at FROM matches AS x JOIN articles AS a ON a.id = x.article_id JOIN feeds AS f ON f.id = a.feed_id),
          flood AS (SELECT * FROM placed WHERE name = 'flood' AND guid <> 'flood-first')
     SELECT q.seen_at >= (SELECT min(seen_at) FROM flood) AS during,
            extract(epoch FROM (SELECT min(m.created_at) FROM messages AS m WHERE position(q.guid || '.example' in m.content::text) > 0) - q.seen_at)::float AS seconds,
            extract(epoch FROM q.matched_at - q.seen_at)::float AS placed,
            (SELECT count(*) FROM flood AS o WHERE o.matched_at BETWEEN q.seen_at AND q.matched_at)::integer AS ahead
       FROM placed AS q WHERE q.name = 'quiet' ORDER BY q.seen_at`,
  );
  for (const [name, some] of [
    ['before', rows.filter(({ during }) => !during)],
    ['during', rows.filter(({ during }) => during)],
  ] as const) {
    console.log(
      `${name} the flood: ${some.length} articles; from saved to placed ${spread(some.map(({ placed }) => placed))}, to its message ${spread(some.map((row) => row.seconds ?? Number.NaN))}; of the flood placed meanwhile at most ${Math.max(...some.map(({ ahead }) => ahead))}`,
    );
  }
  await session.close();
  await postgres.leave();
} finally {
  await service.terminate();
  server.close();
  server.closeAllConnections();
  hooks.close();
  hooks.closeAllConnections();
  await folder.remove();
}
