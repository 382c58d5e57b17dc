/** Milliseconds of processor time that one run takes, the best of several: another program on the machine blurs them less. */
export function bestOf(rounds: number, run: () => void): number {
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const before = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    }),
  );
}
