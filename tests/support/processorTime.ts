/**
 * What the work gives, and the seconds of processor time that it takes in this process, all threads together. Unlike the
 * clock they do not run while other programs have the machine.
 */
export async function processorTime<T>(work: () => T | Promise<T>): Promise<readonly [result: T, seconds: number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1_000_000];
}
