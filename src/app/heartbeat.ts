import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { StepLog } from '../ports/log.ts';

const everyMs = 60_000;
const timeoutMs = 10_000;

export interface HeartbeatDeps {
  readonly url: string;
  readonly dispatcher: Dispatcher;
  /** Whether the service is at work; a dead one cannot report its own death, so a missed call is the alarm. */
  readonly isWell: () => Promise<boolean>;
  readonly log: StepLog;
}

/** Calls the monitor's URL every minute while all is well. Returns what stops it. */
export function startHeartbeat(deps: HeartbeatDeps): () => void {
  const timer = setInterval(() => {
    beat(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'the heartbeat could not be sent'));
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

async function beat({ url, dispatcher, isWell }: HeartbeatDeps): Promise<void> {
  if (!(await isWell())) return;
  const answer = await request(url, { dispatcher, signal: AbortSignal.timeout(timeoutMs) });
  await answer.body.dump();
}
