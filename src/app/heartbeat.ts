import { request } from 'undici';
import { discard } from '../adapters/http/webResponse.ts';
import { canaryState } from '../adapters/store/watch/canaries.ts';
import { readHealthCounts } from '../adapters/store/watch/healthCounts.ts';
import { isBlind } from '../pipeline/watch/serviceHealth.ts';
import type { AppContext } from './context.ts';

const usualMs = 60_000;
const timeoutMs = 10_000;

/**
 * Calls the monitor's URL every minute while the store answers, no canary is missing and any feed can see. A dead service cannot report its own death: the missing
 * call is the alarm. Returns what stops it.
 */
export function startHeartbeat(
  { db, agent, log }: Pick<AppContext, 'db' | 'agent' | 'log'>,
  url: string,
  everyMs = usualMs,
): () => Promise<void> {
  const beat = async () => {
    const { alarmSince } = await canaryState(db);
    if (alarmSince !== null || isBlind(await readHealthCounts(db))) return;
    const response = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) });
    await discard(response);
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'the heartbeat could not be sent'));
  }, everyMs);
  timer.unref();
  return async () => clearInterval(timer);
}
