import { setTimeout as sleep } from 'node:timers/promises';

/** Looks every 50 ms until it holds; throws with the last state after the deadline. */
export async function waitFor(
  holds: () => boolean | Promise<boolean>,
  { withinMs, state = () => '' }: { readonly withinMs: number; readonly state?: () => string },
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`did not happen within ${withinMs} ms. ${state()}`);
    await sleep(50);
  }
}
