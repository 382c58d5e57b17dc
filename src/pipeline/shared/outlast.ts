import { setTimeout as sleep } from 'node:timers/promises';
import { isPassingFault } from '../../ports/passingFault.ts';

const firstPauseMs = 250;
const longestPauseMs = 5000;
/** A dependency that is away for longer is left to whoever claims the row next. */
const mostMs = 10 * 60_000;
/** On its way out a process waits no longer. */
const mostMsWhenStopping = 5000;

/**
 * Calls `run` until a passing fault of what it needs is over, with growing pauses. Rejects with any other error, or with the
 * fault after ten minutes; five seconds after `signal` was aborted.
 */
export async function outlast<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const startMs = performance.now();
  let stoppedAtMs: number | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    try {
      return await run();
    } catch (error) {
      const nowMs = performance.now();
      if (signal.aborted) stoppedAtMs ??= nowMs;
      const isOver = nowMs - startMs > mostMs || (stoppedAtMs !== null && nowMs - stoppedAtMs > mostMsWhenStopping);
      if (isOver || !isPassingFault(error)) throw error;
      await sleep(pauseMs, undefined, { signal: signal.aborted ? undefined : signal }).catch(() => undefined);
    }
  }
}
