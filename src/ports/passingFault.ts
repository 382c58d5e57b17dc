/** SQLSTATE classes of a server that is lost, full or on its way out, whatever was asked of it. */
const passingStates = /^(?:08|53|57P0|58|25006|40001|40P01)/;

/** Of the system, when a dependency cannot be reached, or a disk or folder takes nothing. */
const passingCodes: ReadonlySet<string> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  ...['ENOSPC', 'EDQUOT', 'EACCES', 'EPERM', 'EROFS', 'EIO', 'EMFILE', 'ENFILE', 'ENOENT', 'ENOTDIR', 'EEXIST'],
]);

/** A connection that ended has no code: pg says so in words. */
const lossWords =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|query read timeout|not queryable/i;

/**
 * Whether an error tells of a dependency that is lost for a while, and nothing of the row in hand: no crash of its, and no try.
 * All other errors may be the row's own fault, and count.
 */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError && error.errors.some(isPassingFault)) return true;
  const code = 'code' in error ? String(error.code) : '';
  return (
    passingStates.test(code) || passingCodes.has(code) || lossWords.test(error.message) || isPassingFault(error.cause)
  );
}
