import { readHealthCounts } from '../../adapters/store/watch/healthCounts.ts';
import { nothingWatched } from '../../domain/configuration/nothingWatched.ts';
import type { ImportContext } from './importStarterFiles.ts';

/** Warns, with what to do, where the store has no feed after the starter files were looked for. */
export async function sayNothingIsWatched({ db, configDir, log }: Omit<ImportContext, 'clock'>): Promise<void> {
  const { feeds } = await readHealthCounts(db);
  if (feeds === 0) log.warn({ configDir }, `${nothingWatched.says} What to do: ${nothingWatched.advice}`);
}
