/**
 * Runs `work` under a signal that ends with `outer`, or when the time is over, with a `TimeoutError`; and waits no longer for
 * it, whatever it does about that. A timer of its own: undici's body timeout starts anew with every byte that drips in, and
 * on Node 20 each `AbortSignal.any` leaves something behind on a signal that lives as long as the process.
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
    return await Promise.race([work(ending.signal), rejectionOf(ending.signal)]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', end);
  }
}

const rejectionOf = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
