/** Starts to count; tells the seconds of processor time that this process has taken since, all its threads together. */
export function processorClock(): () => number {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000_000;
  };
}

/** What the work gives, and its processor time in seconds. Unlike the clock it does not run while other programs have the machine. */
export async function processorTime<T>(work: () => T | Promise<T>): Promise<readonly [result: T, seconds: number]> {
  const taken = processorClock();
  const result = await work();
  return [result, taken()];
}
