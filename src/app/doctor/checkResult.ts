/** What a check found. `advice` says what to do; it is there unless all is well. */
export interface CheckResult {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly message: string;
  readonly advice: string | null;
}

export const ok = (name: string, message: string): CheckResult => ({ name, state: 'ok', message, advice: null });

export const warned = (name: string, message: string, advice: string): CheckResult => ({
  name,
  state: 'warning',
  message,
  advice,
});

export const fault = (name: string, message: string, advice: string): CheckResult => ({
  name,
  state: 'fault',
  message,
  advice,
});

/** Runs a check; what it throws is its fault, with the advice. */
export async function checked(name: string, advice: string, check: () => Promise<CheckResult>): Promise<CheckResult> {
  try {
    return await check();
  } catch (error) {
    return fault(name, reasonOf(error), advice);
  }
}

/** A refused connection to a name with several addresses is an AggregateError without words of its own. */
export function reasonOf(error: unknown): string {
  const [inner] = error instanceof AggregateError ? error.errors : [];
  if (inner !== undefined) return reasonOf(inner);
  return error instanceof Error && error.message !== '' ? error.message : String(error);
}
