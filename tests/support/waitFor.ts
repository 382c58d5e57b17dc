import { setTimeout as sleep } from 'node:timers/promises';

const lookEveryMs = 50;

/**
 * Looks every 50 ms until it holds; throws with the last state after as many looks as fit into the deadline. What it waits for
 * in between, and the time in which other programs have the machine, do not count.
 */
export async function waitFor(
  holds: () => boolean | Promise<boolean>,
  { withinMs, state = () => '' }: { readonly withinMs: number; readonly state?: () => string },
): Promise<void> {
  for (let looks = 0; !(await holds()); looks++) {
    if (looks * lookEveryMs > withinMs) throw new Error(`did not happen in ${looks} looks. ${state()}`);
    await sleep(lookEveryMs);
  }
}
