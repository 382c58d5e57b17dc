import { join } from 'node:path';
import { SettingsError } from '../../../config/settingsError.ts';
import type { Database } from '../../adapters/store/database.ts';
import { createConfigImports } from '../../adapters/store/shared/configImports.ts';
import { readHealthCounts } from '../../adapters/store/watch/healthCounts.ts';
import { counted } from '../../domain/basics/wording.ts';
import { nothingWatched } from '../../domain/configuration/nothingWatched.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import { applyFirst } from './applyWanted.ts';
import type { ConfigKind, WantedState } from './configKind.ts';
import { feedsKind } from './feedsKind.ts';
import { rulesKind } from './rulesKind.ts';
import { shownFinding } from './shownFinding.ts';
import { readStarterFile } from './starterFile.ts';
import { subscribersKind } from './subscribersKind.ts';

export interface ImportContext {
  readonly db: Database;
  readonly configDir: string;
  readonly clock: Clock;
  readonly log: StepLog;
}

/**
 * Imports each starter file once, all of it or nothing; rules first, since subscriptions name them. Later starts leave the
 * store alone and say where a file and the store differ. Throws a `SettingsError` with every finding when a file to import
 * is wrong.
 */
export async function importStarterFiles(context: ImportContext): Promise<void> {
  const inRules = await importOnce(rulesKind, context);
  const inFeeds = await importOnce(feedsKind, context);
  const inSubscribers = inRules.length === 0 ? await importOnce(subscribersKind, context) : [];
  const problems = [...inRules, ...inFeeds, ...inSubscribers];
  if (problems.length > 0) throw new SettingsError('files with errors are not imported:', problems);
}

/** What is wrong with the file, if it is to be imported. */
async function importOnce<T>(
  kind: ConfigKind<T>,
  { db, configDir, clock, log }: ImportContext,
): Promise<readonly string[]> {
  const file = join(configDir, `${kind.name}.yaml`);
  const text = await readStarterFile(file);
  if (text === null) {
    log.warn({ file }, `${file} does not exist; the store's ${kind.name} are in force`);
    return [];
  }
  const wanted = await kind.read(db, text, file);
  if ((await createConfigImports(db).imported()).has(kind.name)) {
    await reportDrift(kind, wanted, file, db, log);
    return [];
  }
  if (wanted.value === null) return wanted.findings.map(shownFinding);
  const who = { by: 'import', why: `first import of ${kind.name}.yaml`, at: clock.now() };
  if (await applyFirst(db, kind, { value: wanted.value, text }, who)) {
    log.info({ file }, `${kind.name} imported`);
    for (const note of (await kind.staysOut?.(db, wanted.value)) ?? []) log.warn({ file }, note);
  }
  return [];
}

async function reportDrift<T>(
  kind: ConfigKind<T>,
  { value, findings }: WantedState<T>,
  file: string,
  db: Database,
  log: StepLog,
): Promise<void> {
  const inForce = `the store's ${kind.name} are in force`;
  if (value === null) {
    const [first] = findings.map(shownFinding);
    return log.warn({ file }, `${file} has errors, ${inForce}; see \`tocsin ${kind.name} diff ${file}\`: ${first}`);
  }
  const { length } = kind.changes(await kind.current(db), value);
  if (length === 0) return;
  const commands = `see \`tocsin ${kind.name} diff ${file}\`, then \`apply\` the file or \`export\` the store's`;
  log.warn(
    { file, differences: length },
    `${file} differs from the store in ${counted(length, 'place')}, ${inForce}; ${commands}`,
  );
}

/** Warns, with what to do, where the store has no feed after the starter files were looked for. */
export async function sayNothingIsWatched({ db, configDir, log }: Omit<ImportContext, 'clock'>): Promise<void> {
  const { feeds } = await readHealthCounts(db);
  if (feeds === 0) log.warn({ configDir }, `${nothingWatched.says} What to do: ${nothingWatched.advice}`);
}
