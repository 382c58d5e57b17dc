const tickMs = 10;

/**
 * What the work gives, and how long it took by a timer of this process: milliseconds in which it had a turn. They stand
 * still while other programs have the machine, as the deadlines in this process do.
 */
export async function ownTime<T>(work: () => Promise<T>): Promise<readonly [result: T, ms: number]> {
  let ticks = 0;
  const timer = setInterval(() => ticks++, tickMs);
  try {
    const result = await work();
    return [result, ticks * tickMs];
  } finally {
    clearInterval(timer);
  }
}
