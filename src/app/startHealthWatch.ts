import { createHealthStore } from '../adapters/store/watch/feedHealth.ts';
import { createRuleReader } from '../domain/rules/sight/ruleReader.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import { watchHealth } from '../pipeline/watch/watchHealth.ts';
import type { AppContext } from './context.ts';

/** How often it is asked whether a round is due, which is by business time. */
const everyMs = 5000;

/** Looks after the health of feeds, one round at a time. Returns what stops it, after the round that is under way. */
export function startHealthWatch({ db, clock, wake, log, settings }: AppContext): () => Promise<void> {
  const deps = {
    ...{ store: createHealthStore(db), readRules: createRuleReader(), clock, wake, log },
    ...{ admin: settings.adminEmail, consoleUrl: settings.publicUrl },
  };
  return startRounds(() => watchHealth(deps), {
    everyMs,
    failed: (error) => log.error({ err: error }, 'checking the health of feeds failed; it will be retried'),
  });
}
