import { afterEach, beforeEach, expect, it } from 'vitest';
import { feedPopulation, leavesAt, type MadeUpFeed, pageAt } from '../support/feedPopulation.ts';
import { createPollingWorld, type PollingWorld } from '../support/pollingWorld.ts';
import { pollReport } from '../support/pollReport.ts';
import { randomFrom } from '../support/random.ts';
import type { RecordedRequest, Reply } from '../support/recordingServer.ts';
import { rounds } from '../support/soak.ts';

const days = rounds({ short: 1, long: 3, setting: 'TOCSIN_POLLING_DAYS' });
const count = rounds({ short: 7, long: 60, setting: 'TOCSIN_POLLING_FEEDS' });

let world: PollingWorld;
beforeEach(async () => {
  world = await createPollingWorld();
});
afterEach(() => world.close());

it(
  `of ${count} feeds over real HTTP and the real store, ${days} days long, misses nothing that stood for twice its interval, with far fewer requests than every five minutes`,
  async () => {
    const start = world.now().getTime();
    const secondOf = (at: Date) => (at.getTime() - start) / 1000;
    const feeds = feedPopulation(count, days, randomFrom(20261125));
    for (const feed of feeds) world.server.reply(`/${feed.name}`, replyOf(feed, start, secondOf));
    const addressOf = ({ name }: MadeUpFeed) => world.url(`${name}.example`, `/${name}`);
    const polls = new Map(feeds.map(({ name }) => [name, [] as number[]]));
    await world.follow(...feeds.map(addressOf));
    for (let second = 0; second < days * 86_400; second = secondOf(world.now())) {
      const [due] = await world.db.query<{ at: Date }>('SELECT min(next_poll_at) AS at FROM feeds');
      await world.pass(Math.max(0, secondOf(due?.at ?? new Date(0)) - second));
      for (const { path, at } of world.server.requests) polls.get(path.slice(1))?.push(secondOf(at));
      world.server.forget();
    }

    const report = pollReport(feeds, polls, days);
    if (process.env.TOCSIN_POLLING_DAYS !== undefined) process.stdout.write(`${JSON.stringify(report)}\n`);
    expect(report.missedThoughStanding).toBe(0);
    expect(report.missed / report.items).toBeLessThan(0.001);
    expect(report.savedShare).toBeGreaterThan(0.6);

    const stored = await world.db.query<{ guid: string }>('SELECT guid FROM articles');
    const kept = new Set(stored.map(({ guid }) => guid));
    const lost = feeds.flatMap((feed) => seenItems(feed, polls.get(feed.name) ?? []).filter((guid) => !kept.has(guid)));
    expect(lost).toEqual([]);
    expect(stored).toHaveLength(kept.size);
  },
  24 * 3_600_000,
);

const guidOf = ({ name }: MadeUpFeed, item: number): string => `${name}:${item}`;

/** What stood on the page at any of the polls. */
const seenItems = (feed: MadeUpFeed, polls: readonly number[]): readonly string[] =>
  feed.publishedAt.flatMap((publishedAt, item) =>
    polls.some((poll) => poll >= publishedAt && poll < leavesAt(feed, item)) ? [guidOf(feed, item)] : [],
  );

function replyOf(feed: MadeUpFeed, start: number, secondOf: (at: Date) => number): Reply {
  return (response, { at, headers }: RecordedRequest) => {
    const page = pageAt(feed, secondOf(at));
    const etag = `"${page[0] ?? 0}"`;
    const caching = {
      ...(feed.sendsEtag ? { etag } : {}),
      ...(feed.maxAgeSeconds === null ? {} : { 'cache-control': `max-age=${feed.maxAgeSeconds}` }),
    };
    if (feed.sendsEtag && headers.get('if-none-match') === etag) {
      response.writeHead(304, caching).end();
      return;
    }
    const ttl = feed.ttlMinutes === null ? '' : `<ttl>${feed.ttlMinutes}</ttl>`;
    const items = page.map((item) => {
      const published = new Date(start + (feed.publishedAt[item] ?? 0) * 1000).toUTCString();
      return `<item><guid isPermaLink="false">${guidOf(feed, item)}</guid><pubDate>${published}</pubDate><title>Item ${item}</title></item>`;
    });
    response
      .writeHead(200, { 'content-type': 'application/rss+xml', ...caching })
      .end(`<rss version="2.0"><channel><title>${feed.name}</title>${ttl}${items.join('')}</channel></rss>`);
  };
}
