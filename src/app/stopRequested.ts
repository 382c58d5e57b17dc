import type { StepLog } from '../ports/log.ts';

const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/** npm passes on to us what the terminal has sent us already, so that one Ctrl-C arrives twice. */
const sameRequestMs = 1000;

/**
 * Resolves at the first SIGTERM or SIGINT. Call it before anything is opened: a signal that arrives during start-up is
 * then kept, and honoured in order. A second request ends the process at once.
 */
export function stopRequested(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let requestedAt: number | null = null;
    const request = (signal: NodeJS.Signals) => {
      if (requestedAt !== null && performance.now() - requestedAt > sameRequestMs) process.exit(1);
      requestedAt ??= performance.now();
      resolve(signal);
    };
    for (const signal of stopSignals) process.on(signal, request);
  });
}

/** Ends the process this long after the request, however far its stop, or its start, has come then. */
export function endAfter(requested: Promise<unknown>, limitMs: number, log: StepLog): void {
  void requested.then(() => {
    const end = () => {
      log.error(
        { open: [...new Set(process.getActiveResourcesInfo())] },
        'the process did not stop in time and is ended',
      );
      process.exit(1);
    };
    setTimeout(end, limitMs).unref();
  });
}
