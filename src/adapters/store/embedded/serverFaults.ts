import { open } from 'node:fs/promises';

/** What a server wrote that did not come up. */
export interface StartFailure {
  /** The end of what it wrote. */
  readonly said: string;
  /** In a few words that name nothing of the machine. */
  readonly reason: string;
  /** No waiting mends it: somebody has to. */
  readonly isLasting: boolean;
}

/** As PostgreSQL and pg_ctl word them without a locale; a start finds the same again however often it is tried. */
const lasting: readonly RegExp[] = [
  /could not locate a valid checkpoint record/,
  /could not find redo location/,
  /(?:incorrect|invalid) checksum in control file/,
  /database files are incompatible with server/,
  /is not a (?:valid data|database cluster) directory/,
  /data directory "[^"\n]*" (?:does not exist|has (?:wrong|invalid) (?:ownership|permissions))/,
  /could not open file "[^"\n]*\/global\/pg_control"/,
  /required WAL directory "[^"\n]*" does not exist/,
  /configuration file "[^"\n]*" contains errors/,
];

const reasons: readonly (readonly [RegExp, string])[] = [
  [/No space left on device|Disk quota exceeded/, 'the disk is full'],
  [/Address already in use/, 'its port was taken'],
  [/Cannot allocate memory|could not create shared memory/, 'there is not enough memory'],
  [/Permission denied/, 'it may not use its files'],
];

const otherReason = 'the server log says why';

export function startFailureIn(said: string): StartFailure {
  const [, reason = otherReason] = reasons.find(([words]) => words.test(said)) ?? [];
  return { said, reason, isLasting: lasting.some((words) => words.test(said)) };
}

const mostBytes = 2000;

/** The end of a log, but nothing before `from`. */
export async function endOf(log: string, from = 0): Promise<string> {
  const handle = await open(log, 'r');
  try {
    const { size } = await handle.stat();
    // A log that was begun anew is shorter.
    const start = Math.max(from <= size ? from : 0, size - mostBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle.close();
  }
}
