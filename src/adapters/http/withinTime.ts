/**
 * Runs `work` under a signal that ends with `outer`, or when the time is over, with a `TimeoutError`. A timer of its own:
 * undici's body timeout starts anew with every byte that drips in, and on Node 20 each `AbortSignal.any` leaves something
 * behind on a signal that lives as long as the process.
 */
export async function withinTime<T>(
  outer: AbortSignal,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer.throwIfAborted();
  const ending = new AbortController();
  const end = () => ending.abort(outer.reason);
  const timeOver = () => ending.abort(new DOMException(`not done within ${timeoutMs / 1000} s`, 'TimeoutError'));
  const timer = setTimeout(timeOver, timeoutMs);
  outer.addEventListener('abort', end, { once: true });
  try {
    return await work(ending.signal);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}
