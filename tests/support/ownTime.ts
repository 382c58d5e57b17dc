const tickMs = 10;

/**
 * What the work gives, and how long it took by a timer of this process: it counts turns of the process, not time that passed.
 * The count stands still while other programs have the machine, as the deadlines in this process do. It is the measure where
 * the promise itself is a time ("closes within two seconds") and no event marks its end; elsewhere await an event or count work.
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
