import type { Settings } from '../../../config/settings.ts';
import { createHttpFeedSource } from '../../adapters/feeds/httpFeedSource.ts';
import { createGuardedAgent } from '../../adapters/http/guardedAgent.ts';
import { createFeedList } from '../../adapters/store/feedList.ts';
import type { FetchOutcome } from '../../ports/feedSource.ts';
import type { OpenedStore } from '../openStore.ts';
import { userAgent } from '../userAgent.ts';
import { type CheckResult, fault, ok, warned } from './check.ts';

const feedsAtOnce = 6;

/** Asks every feed once, without saving anything; each result is handed over as it comes. */
export async function checkFeeds(
  settings: Settings,
  { db }: OpenedStore,
  say: (result: CheckResult) => void,
): Promise<void> {
  const agent = createGuardedAgent({ allowPrivateAddresses: settings.allowPrivateAddresses, connectTimeoutMs: 10_000 });
  const source = createHttpFeedSource({
    agent,
    userAgent: userAgent(settings),
    timeoutMs: 20_000,
    maxBytes: 10_000_000,
  });
  const waiting = [...(await createFeedList(db).read())];
  const signal = new AbortController().signal;
  const askNext = async (): Promise<void> => {
    for (let feed = waiting.shift(); feed !== undefined; feed = waiting.shift()) {
      say(resultOf(feed.name, await source.fetch({ url: feed.url, etag: null, lastModified: null }, signal)));
    }
  };
  await Promise.all(Array.from({ length: feedsAtOnce }, askNext));
  await agent.close();
}

function resultOf(name: string, outcome: FetchOutcome): CheckResult {
  const title = `feed ${name}`;
  switch (outcome.kind) {
    case 'document': {
      const { items } = outcome;
      if (items.length === 0)
        return warned(title, 'it answers, but has no items', 'look at it again later; an empty feed brings nothing');
      const newest = items.map(({ publishedAt }) => publishedAt?.getTime() ?? 0).reduce((a, b) => Math.max(a, b), 0);
      return ok(
        title,
        `${items.length} items, the newest of ${newest === 0 ? 'unknown date' : new Date(newest).toISOString().slice(0, 16)}`,
      );
    }
    case 'unchanged':
      return ok(title, 'it answers');
    case 'held':
      return warned(title, outcome.message, 'wait; it is not polled before');
    case 'failed':
      return fault(title, outcome.message, 'mend its address in feeds.yaml and apply it, or take the feed out');
  }
}
