import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { backupStore } from '../app/backup/backupStore.ts';
import { createLog } from '../app/logging.ts';
import { stopRequested } from '../app/stopRequested.ts';

export const backupCommand = (): Command =>
  new Command('backup').argument('<file>', 'the archive to write; it must not exist yet').action(backup);

/** SIGINT and SIGTERM end it, and leave no file. */
async function backup(file: string): Promise<void> {
  const stop = new AbortController();
  void stopRequested().then(() => stop.abort(new Error('stopped; no backup was made')));
  const rows = await backupStore(settingsFromEnvironment(), file, createLog('warn'), stop.signal);
  process.stdout.write(`${rows} rows are in ${file}. It holds secrets: keep it where only you can read it.\n`);
}
