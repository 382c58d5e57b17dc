import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFeedsFile } from '../../../config/feedsFile.ts';
import { environmentReferences } from '../../../config/references.ts';
import type { Settings } from '../../../config/settings.ts';
import { createHttpFeedSource } from '../../adapters/feeds/httpFeedSource.ts';
import { parseFeedDocument } from '../../adapters/feeds/parseFeedDocument.ts';
import { createGuardedAgent } from '../../adapters/http/guardedAgent.ts';
import { createFeedList } from '../../adapters/store/feeds/feedList.ts';
import { createFetchHolds } from '../../adapters/store/shared/heldTargets.ts';
import { fetchAdvice } from '../../desk/feeds/fetchAdvice.ts';
import { counted } from '../../domain/basics/wording.ts';
import type { FeedDefinition } from '../../domain/configuration/definitions.ts';
import { nothingRemembered } from '../../domain/feeds/feed.ts';
import type { FetchOutcome } from '../../ports/feedSource.ts';
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
    holds: createFetchHolds(store.db),
    now: systemClock.now,
    userAgent: userAgent(settings),
    parse: parseFeedDocument,
    timeoutMs: 20_000,
    maxBytes: 10_000_000,
    resolveReference: environmentReferences(),
  });
  const waiting = [...(await feedsToCheck(settings, store))];
  if (waiting.length === 0) say(warned('feeds', 'there are no feeds', 'create config/feeds.yaml and apply it'));
  const signal = new AbortController().signal;
  const checkNext = async (): Promise<void> => {
    for (let feed = waiting.shift(); feed !== undefined; feed = waiting.shift()) {
      const { url, name, credentials } = feed;
      const request = {
        url,
        ...nothingRemembered,
        ...(credentials && { credentials: { ...credentials, meantFor: url } }),
      };
      say(resultOf(name, await source.fetch(request, signal)));
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
          `it redirects permanently to ${outcome.permanentUrl}`,
          'change its address in feeds.yaml and apply the file',
        );
      }
      return outcome.items.length > 0
        ? ok(name, `${counted(outcome.items.length, 'item')}, the newest from ${newestOf(outcome.items)}`)
        : warned(name, 'it responds, but has no items', 'check it again later; an empty feed brings nothing');
    case 'unchanged':
      return ok(name, 'it responds');
    case 'held':
      return warned(name, outcome.message, 'wait: Tocsin leaves it alone for that long, then polls it again');
    case 'failed':
      return fault(name, outcome.message, fetchAdvice[outcome.reason]);
  }
}

function newestOf(items: readonly { readonly publishedAt: Date | null }[]): string {
  const newest = Math.max(...items.map(({ publishedAt }) => publishedAt?.getTime() ?? 0));
  return newest === 0 ? 'an unknown date' : `${new Date(newest).toISOString().slice(0, 16)}Z`;
}
