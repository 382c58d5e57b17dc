/** A signal that ends some time after another. */
export interface Grace {
  readonly signal: AbortSignal;
  /** Waits for neither any more. */
  end(): void;
}

/** Aborts `graceMs` after `signal` did. */
export function afterGrace(signal: AbortSignal, graceMs: number): Grace {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const begin = () => {
    timer = setTimeout(() => ending.abort(signal.reason), graceMs);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return {
    signal: ending.signal,
    end() {
      signal.removeEventListener('abort', begin);
      clearTimeout(timer);
    },
  };
}
