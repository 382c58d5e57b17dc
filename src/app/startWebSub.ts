import { createHubStore } from '../adapters/store/hubs/hubSubscriptions.ts';
import { createHub } from '../adapters/websub/httpHub.ts';
import { keepHubSubscriptions } from '../pipeline/hubs/keepHubSubscriptions.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import type { AppContext } from './context.ts';
import { hubCallbackOf, unreachableBecause } from './hubCallback.ts';

const everyMs = 10_000;
const timeoutMs = 20_000;

/**
 * Asks the hubs of feeds for what is due, one round after the other, where they can reach us. What is due is a row, so
 * several processes may do it. Returns what stops it, after the round under way.
 */
export function startWebSub({ settings, db, agent, userAgent, clock, random, log }: AppContext): () => Promise<void> {
  if (unreachableBecause(settings) !== null) return async () => undefined;
  const hub = createHub({ agent, userAgent, timeoutMs });
  const callbackOf = (token: string) => hubCallbackOf(settings, token);
  const deps = { store: createHubStore(db), hub, clock, random, log, callbackOf };
  const stopping = new AbortController();
  const stop = startRounds(() => keepHubSubscriptions(deps, stopping.signal), {
    everyMs,
    failed: (error) =>
      log.error({ err: error }, 'cannot maintain the subscriptions at hubs for now; feeds are polled instead'),
  });
  return () => {
    stopping.abort();
    return stop();
  };
}
