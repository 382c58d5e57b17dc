import { hostname } from 'node:os';
import { createDueTimesStore } from '../adapters/store/watch/dueTimes.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import { keepDueTimes } from '../pipeline/watch/keepDueTimes.ts';
import type { AppContext } from './context.ts';

const everyMs = 10_000;

/** Keeps due times within their bounds, also when the clock is put back; looks at once. Returns what stops it. */
export function startDueTimes({ db, clock, log, settings }: AppContext): () => Promise<void> {
  const deps = {
    store: createDueTimesStore(db, settings),
    machine: hostname(),
    clock,
    log,
    admin: settings.adminEmail,
  };
  return startRounds(() => keepDueTimes(deps), {
    everyMs,
    startsAtOnce: true,
    failed: (error) => log.error({ err: error }, 'checking due times failed; it will be retried'),
  });
}
