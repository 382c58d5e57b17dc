import type { StepLog } from '../ports/log.ts';

const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/**
 * Starts the app and keeps it until a stop signal, then stops it in order. A signal that arrives while it is still
 * starting is honoured as soon as it has started. A second signal ends the process at once.
 */
export async function untilStopped(
  app: { stop(): Promise<void> },
  log: StepLog,
  start: () => Promise<void>,
): Promise<void> {
  const asked = new Promise<string>((resolve) => {
    for (const signal of stopSignals) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve(signal);
      });
    }
  });
  try {
    await start();
    log.info({ signal: await asked }, 'stopping');
  } finally {
    await app.stop();
  }
}
