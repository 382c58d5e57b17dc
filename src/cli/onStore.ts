import { settingsFromEnvironment } from '../../config/settings.ts';
import type { Database } from '../adapters/store/database.ts';
import { createLog } from '../app/logging.ts';
import { withStore } from '../app/openStore.ts';

/** Runs a command on the store that the settings name. */
export const onStore = (use: (db: Database) => Promise<void>): Promise<void> =>
  withStore(settingsFromEnvironment(), createLog('warn'), ({ db }) => use(db));

/** Says what is wrong on stderr; the exit code will be 1. */
export function refuse(message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}
