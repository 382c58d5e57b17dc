import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFeedsFile } from '../../../config/feedsFile.ts';
import type { Settings } from '../../../config/settings.ts';
import { createHttpFeedSource } from '../../adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../adapters/http/guardedAgent.ts';
import { createFeedList } from '../../adapters/store/feeds/feedList.ts';
import { createHostHolds } from '../../adapters/store/shared/heldHosts.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { nothingRemembered } from '../../domain/feeds/feed.ts';
import type { FetchFailure, FetchOutcome } from '../../ports/feedSource.ts';
import type { OpenedStore } from '../openStore.ts';
import { systemClock } from '../systemPorts.ts';
import { userAgent } from '../userAgent.ts';
import { type CheckResult, fault, ok, warned } from './checkResult.ts';

const feedsAtOnce = 6;

/** Asks every feed once, without saving anything; each result is handed over as it comes. */
export async function checkFeeds(
  settings: Settings,
  store: OpenedStore,
  say: (result: CheckResult) => void,
): Promise<void> {
  const agent = createGuardedAgent({ allowPrivateAddresses: settings.allowPrivateAddresses, connectTimeoutMs: 10_000 });
  const source = createHttpFeedSource({
    agent,
    holds: createHostHolds(store.db),
    now: systemClock.now,
    userAgent: userAgent(settings),
    parse: parseFeedDocument,
    timeoutMs: 20_000,
    maxBytes: 10_000_000,
  });
  const waiting = [...(await feedsToCheck(settings, store))];
  if (waiting.length === 0) say(warned('feeds', 'there are none', 'write config/feeds.yaml and apply it'));
  const signal = new AbortController().signal;
  const checkNext = async (): Promise<void> => {
    for (let feed = waiting.shift(); feed !== undefined; feed = waiting.shift()) {
      say(resultOf(feed.name, await source.fetch({ url: feed.url, ...nothingRemembered }, signal)));
    }
  };
  await Promise.all(Array.from({ length: feedsAtOnce }, checkNext));
  await agent.close();
}

/** Before the first start the store has none: those of the file that it is going to import. */
async function feedsToCheck({ configDir }: Settings, { db }: OpenedStore): Promise<readonly FeedDefinition[]> {
  const stored = await createFeedList(db).read();
  if (stored.length > 0) return stored;
  const file = join(configDir, 'feeds.yaml');
  const text = await readFile(file, 'utf8').catch(() => 'feeds: []');
  return readFeedsFile(text, file).value ?? [];
}

function resultOf(feed: string, outcome: FetchOutcome): CheckResult {
  const name = `feed ${feed}`;
  switch (outcome.kind) {
    case 'document':
      if (outcome.permanentUrl !== null) {
        return warned(
          name,
          `it has moved to ${outcome.permanentUrl}`,
          'change its address in feeds.yaml and apply that',
        );
      }
      return outcome.items.length > 0
        ? ok(name, `${outcome.items.length} items, the newest of ${newestOf(outcome.items)}`)
        : warned(name, 'it answers, but has no items', 'look at it again later; an empty feed brings nothing');
    case 'unchanged':
      return ok(name, 'it answers');
    case 'held':
      return warned(name, outcome.message, 'wait: it is left alone for that long, then polled again');
    case 'failed':
      return fault(name, outcome.message, adviceOn[outcome.reason]);
  }
}

function newestOf(items: readonly { readonly publishedAt: Date | null }[]): string {
  const newest = Math.max(...items.map(({ publishedAt }) => publishedAt?.getTime() ?? 0));
  return newest === 0 ? 'unknown date' : `${new Date(newest).toISOString().slice(0, 16)}Z`;
}

const newAddress = 'take its new address from the publisher’s page, change it in feeds.yaml and apply that';
const wait = 'it is tried again by itself; if it stays, ask the publisher or take the feed out';

const adviceOn: Readonly<Record<FetchFailure, string>> = {
  'address-refused': 'only public addresses are polled; if this one is yours, add its range to ALLOW_PRIVATE_ADDRESSES',
  dns: `check this machine’s name resolution; where other feeds answer, ${newAddress}`,
  connection: `check this machine’s network and firewall; where other feeds answer, ${wait}`,
  tls: `check this machine’s clock; where that is right, ${wait}`,
  timeout: wait,
  'too-large': 'it is larger than is read; look for a smaller feed of the publisher, of one section perhaps',
  'too-many-redirects': newAddress,
  'redirect-loop': `tell the publisher, or ${newAddress}`,
  forbidden: 'ask the publisher to let this reader in, or take the feed out',
  'not-found': newAddress,
  'server-error': wait,
  'http-status': wait,
  empty: wait,
  undecodable: `the server packs it in a way that cannot be read: tell the publisher; ${wait}`,
  gone: `the publisher has closed it: ${newAddress}, or take it out`,
  'not-a-feed': `the address leads to a page: ${newAddress}`,
  malformed: `the document is broken beyond repair: tell the publisher; ${wait}`,
};
