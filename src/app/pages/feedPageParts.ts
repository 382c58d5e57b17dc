import { readFeedEntry } from '../../../config/feedsFile.ts';
import { readOpml } from '../../../config/readOpml.ts';
import { opmlOf } from '../../../config/writeOpml.ts';
import { discoverFeeds } from '../../adapters/discovery/discoverFeeds.ts';
import { requestsAtOnce } from '../../adapters/discovery/feedSearch.ts';
import { createHttpFeedSource } from '../../adapters/feeds/httpFeedSource.ts';
import { createGuardedAgent } from '../../adapters/http/guardedAgent.ts';
import { createFeedDeeds, readDeskFeed } from '../../adapters/store/desk/feedDeeds.ts';
import { createFeedList } from '../../adapters/store/feeds/feedList.ts';
import { createFetchHolds } from '../../adapters/store/shared/heldTargets.ts';
import { createFeedDeskStore } from '../../adapters/store/views/feedDetails.ts';
import { readLastFailures } from '../../adapters/store/views/feedViews.ts';
import { tryFeed } from '../../desk/feeds/tryFeed.ts';
import type { FeedsDeps } from '../../web/console/feeds/feedsPages.tsx';
import { feedsKind } from '../configuration/feedsKind.ts';
import type { AppContext } from '../context.ts';
import { driftLook } from './driftLook.ts';

const maxBytes = 10_000_000;
/** Somebody waits for it; so does their browser. */
const trialMs = 15_000;
const searchLimits = { timeoutMs: 8000, totalMs: 25_000, maxRequests: 30, maxBytes };

/** What the pages of feeds need. What they fetch goes through the same guard as the polls. */
export function feedPageParts(context: AppContext): FeedsDeps {
  const { settings, db, agent, clock, parse, userAgent, resolveReference, wake } = context;
  const holds = createFetchHolds(db);
  const reading = { now: clock.now, userAgent, parse, timeoutMs: trialMs, maxBytes };
  const source = createHttpFeedSource({ agent, holds, resolveReference, ...reading });
  const trying = { source, holds, clock, elapsed: () => performance.now() };
  const { allowPrivateAddresses } = settings;
  return {
    differsFromFile: driftLook(feedsKind, context),
    clock,
    views: createFeedDeskStore(db),
    lastFailures: () => readLastFailures(db),
    feed: (id) => readDeskFeed(db, id),
    listed: () => createFeedList(db).read(),
    deeds: createFeedDeeds(db),
    readEntry: readFeedEntry,
    readOpml: (text) => readOpml(text, 'OPML'),
    opmlOf,
    tryFeed: (address) => tryFeed(trying, address, new AbortController().signal),
    async findFeeds(url) {
      const guarded = createGuardedAgent({
        allowPrivateAddresses,
        connectTimeoutMs: 8000,
        connections: requestsAtOnce,
      });
      try {
        return await discoverFeeds(url, { agent: guarded, userAgent, parse, ...searchLimits });
      } finally {
        await guarded.destroy();
      }
    },
    wake: () => wake('poll'),
  };
}
