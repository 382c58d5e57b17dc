import { createSendingStore } from '../adapters/store/watch/sendingRound.ts';
import { startRounds } from '../pipeline/shared/startRounds.ts';
import { watchSending } from '../pipeline/watch/watchSending.ts';
import type { AppContext } from './context.ts';

const everyMs = 10_000;

/** Tells ops of channels that are held and of targets that were switched off. Returns what stops it, after the look that is under way. */
export function startSendingWatch({ db, clock, wake, log, settings }: AppContext): () => Promise<void> {
  const deps = {
    ...{ store: createSendingStore(db), clock, wake, log },
    ...{ admin: settings.adminEmail, hasSlack: settings.slackWebhookUrl !== null, consoleUrl: settings.publicUrl },
  };
  return startRounds(() => watchSending(deps), {
    everyMs,
    failed: (error) => log.error({ err: error }, 'checking what is held failed; it will be retried'),
  });
}
