import type { StepLog } from '../../src/ports/log.ts';

/** For tests that do not look at the log. */
export const silentLog: StepLog = { info: () => undefined, warn: () => undefined, error: () => undefined };
