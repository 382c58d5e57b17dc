/** Rejects when `promise` has not ended in time. The work behind it is not stopped. */
export async function within<T>(timeoutMs: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no response within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the end of `promise`, however it ends, but not longer. */
export const patience = (timeoutMs: number, promise: Promise<unknown>): Promise<void> =>
  within(timeoutMs, promise).then(
    () => undefined,
    () => undefined,
  );
