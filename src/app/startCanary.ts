import { createCanaryStore } from '../adapters/store/watch/canaries.ts';
import { canaryPaths } from '../domain/canary/canary.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import { flyCanary } from '../pipeline/watch/flyCanary.ts';
import type { AppContext } from './context.ts';

/** How often it is looked whether one is due or missing, which is by business time. */
const everyMs = 20_000;

/** Sends canaries from the pages at `url`, and misses those that do not arrive. Returns what stops it. */
export function startCanary(context: AppContext, url: string, lookEveryMs = everyMs): () => Promise<void> {
  const { db, clock, random, wake, log, settings } = context;
  const { feed, inbox } = canaryPaths(context.canaryKey);
  const deps = {
    ...{ store: createCanaryStore(db), clock, random, wake, log, admin: settings.adminEmail },
    ...{ minutes: settings.canaryMinutes, watchingSince: clock.now() },
    place: { feedUrl: `${url}${feed}`, inboxUrl: `${url}${inbox}` },
  };
  return startRounds(() => flyCanary(deps), {
    everyMs: lookEveryMs,
    failed: (error) => log.error({ err: error }, 'checking the canary failed; it will be retried'),
  });
}

/** Pages on all addresses are asked on this machine. */
export const reachableUrl = (url: string): string =>
  url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
