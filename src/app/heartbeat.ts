import { request } from 'undici';
import type { AppContext } from './context.ts';

const everyMs = 60_000;
const timeoutMs = 10_000;

/**
 * Calls the monitor's URL every minute while the store answers. A dead service cannot report its own death: the missing
 * call is the alarm. Returns what stops it.
 */
export function startHeartbeat({ db, agent, log }: AppContext, url: string): () => Promise<void> {
  const beat = async () => {
    await db.query('SELECT 1');
    const answer = await request(url, { dispatcher: agent, signal: AbortSignal.timeout(timeoutMs) });
    await answer.body.dump();
  };
  const timer = setInterval(() => {
    beat().catch((error: unknown) => log.warn({ err: error }, 'the heartbeat could not be sent'));
  }, everyMs);
  timer.unref();
  return async () => clearInterval(timer);
}
