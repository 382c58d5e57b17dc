import { Command } from 'commander';
import { settingsFromEnvironment } from '../../config/settings.ts';
import { restoreStore } from '../app/backup/restoreStore.ts';
import { createLog } from '../app/logging.ts';
import { stopRequested } from '../app/stopRequested.ts';

export const restoreCommand = (): Command =>
  new Command('restore')
    .argument('<file>', 'an archive that `tocsin backup` made')
    .option(
      '--new-key',
      'restore also where the key that signed the links is not at hand: those links stop working',
      false,
    )
    .action(restore);

/** SIGINT and SIGTERM end it, and leave the target as it was. */
async function restore(file: string, { newKey }: { readonly newKey: boolean }): Promise<void> {
  const stop = new AbortController();
  void stopRequested().then(() => stop.abort(new Error('stopped; nothing was restored')));
  const restored = await restoreStore(settingsFromEnvironment(), { file, newKey }, createLog('warn'), stop.signal);
  const { madeISO, rows, from, to } = restored;
  const schema = from === to ? `schema version ${to}` : `schema version ${from}, migrated to ${to}`;
  process.stdout.write(`Restored ${rows} rows as of ${madeISO} (${schema}). \`tocsin serve\` goes on from there.\n`);
}
