import { parseArgs } from 'node:util';
import type { PollingHints } from '../src/domain/feeds/feed.ts';
import { type PollPlanning, planPoll } from '../src/domain/feeds/nextPoll.ts';
import { feedPopulation, type MadeUpFeed, pageAt } from '../tests/support/feedPopulation.ts';
import { pollReport } from '../tests/support/pollReport.ts';
import { randomFrom } from '../tests/support/random.ts';

/**
 * Made-up feeds (what they model: tests/support/feedPopulation.ts) polled as the planning says, over simulated days: requests against
 * polling every five minutes, what was missed, and how late the rest was seen. No store and no network: the test
 * `tests/scenario/pollingDays.test.ts` does the same with both, for fewer feeds.
 *
 *     npx tsc -p tsconfig.bench.json && node dist/bench/polling.js [--feeds 5000] [--days 10]
 */
const { values: options } = parseArgs({
  options: { feeds: { type: 'string', default: '5000' }, days: { type: 'string', default: '10' } },
});
const days = Number(options.days);
const random = randomFrom(20261125);
const feeds = feedPopulation(Number(options.feeds), days, random);
const limits = { minSeconds: 120, maxSeconds: 3600 };
const start = Date.UTC(2022, 0, 6);
const at = (second: number) => new Date(start + second * 1000);
let outrun = 0;

function pollsOf(feed: MadeUpFeed): readonly number[] {
  const hints: PollingHints = { requestedSeconds: (feed.ttlMinutes ?? 0) * 60 || null, skipHours: [], skipDays: [] };
  const fixed = {
    everySeconds: null,
    hints,
    isPushed: false,
    firstPolledAt: null,
    lastNewAt: null,
    usualGapSeconds: null,
  };
  let state: PollPlanning['feed'] = {
    ...fixed,
    ...{ intervalSeconds: null, itemsPerHour: null, lastSucceededAt: null, outrunAt: null },
  };
  const polls: number[] = [];
  let newestSeen = -1;
  for (let second = Math.floor(random() * 1000); second < days * 86_400; ) {
    polls.push(second);
    const page = pageAt(feed, second);
    const created = page.filter((item) => item > newestSeen).length;
    newestSeen = Math.max(newestSeen, page[0] ?? -1);
    const isSame = created === 0 && state.lastSucceededAt !== null;
    const publishedAt = isSame ? [] : page.map((item) => at(feed.publishedAt[item] ?? 0));
    const heard = { created, items: isSame ? 0 : page.length, publishedAt, hints, freshForSeconds: feed.maxAgeSeconds };
    const plan = planPoll({ feed: state, limits, fraction: random(), now: at(second) }, heard);
    if (plan.isOutrun) outrun++;
    state = {
      ...fixed,
      ...{ intervalSeconds: plan.intervalSeconds, itemsPerHour: plan.itemsPerHour, lastSucceededAt: at(second) },
      outrunAt: plan.isOutrun ? at(second) : state.outrunAt,
    };
    second = Math.ceil((plan.nextPollAt.getTime() - start) / 1000);
  }
  return polls;
}

const polls = new Map(feeds.map((feed) => [feed.name, pollsOf(feed)]));
console.table({ ...pollReport(feeds, polls, days), outrun });
