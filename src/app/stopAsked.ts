const stopSignals = ['SIGTERM', 'SIGINT'] as const;

/** npm passes on to us what the terminal has sent us already, so that one Ctrl-C arrives twice. */
const sameRequestMs = 1000;

/**
 * Resolves at the first SIGTERM or SIGINT. Call it before anything is opened: a signal that arrives during start-up is
 * then kept, and honoured in order. A second request ends the process at once.
 */
export function stopAsked(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | null = null;
    const ask = (signal: NodeJS.Signals) => {
      if (askedAt !== null && performance.now() - askedAt > sameRequestMs) process.exit(1);
      askedAt ??= performance.now();
      resolve(signal);
    };
    for (const signal of stopSignals) process.on(signal, ask);
  });
}
