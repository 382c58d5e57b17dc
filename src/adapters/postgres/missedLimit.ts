/**
 * PostgreSQL did not answer in time. The connection was given up: what it was asked may have happened or not.
 * @internal exported for its tests
 */
export class MissedLimit extends Error {
  override readonly name = 'MissedLimit';
}

/** The driver's errors of this kind have no code. */
const meanings = new Map<string, (limitMs: number) => string>([
  ['Query read timeout', (limitMs) => `the database did not answer a statement within ${seconds(limitMs)}`],
  ['timeout exceeded when trying to connect', () => 'no connection to the database became free in time'],
  ['timeout expired', () => 'the database did not accept a connection in time'],
  ['Connection terminated due to connection timeout', () => 'the database did not accept a connection in time'],
]);

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

/** The driver's error for a limit that was missed, made plain; every other error as it is. */
export function explained(error: unknown, limitMs: number): unknown {
  const meaning = error instanceof Error ? meanings.get(error.message) : undefined;
  return meaning === undefined ? error : new MissedLimit(meaning(limitMs), { cause: error });
}
