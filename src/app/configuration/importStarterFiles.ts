import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingsError } from '../../../config/settingsError.ts';
import { createConfigImports } from '../../adapters/store/configImports.ts';
import type { Database } from '../../adapters/store/database.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import { applyFirst } from './applyWanted.ts';
import type { ConfigKind, WantedState } from './configKind.ts';
import { feedsKind } from './feedsKind.ts';
import { rulesKind } from './rulesKind.ts';
import { shownFinding } from './shownFinding.ts';
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
 * is wrong; those before it are imported by then.
 */
export async function importStarterFiles(context: ImportContext): Promise<void> {
  await importOnce(rulesKind, context);
  await importOnce(feedsKind, context);
  await importOnce(subscribersKind, context);
}

async function importOnce<T>(kind: ConfigKind<T>, { db, configDir, clock, log }: ImportContext): Promise<void> {
  const file = join(configDir, `${kind.name}.yaml`);
  const text = await textOf(file);
  if (text === null) return log.warn({ file }, `there is no ${file}; the store's ${kind.name} are in force`);
  const wanted = await kind.read(db, text, file);
  if ((await createConfigImports(db).imported()).has(kind.name)) return reportDrift(kind, wanted, file, db, log);
  if (wanted.value === null)
    throw new SettingsError(`${file} is wrong, nothing of it was imported:`, wanted.findings.map(shownFinding));
  const who = { by: 'import', why: `first import of ${kind.name}.yaml`, at: clock.now() };
  if (await applyFirst(db, kind, { value: wanted.value, text }, who)) log.info({ file }, `${kind.name} imported`);
}

/** Null where there is no such file; one that is there and cannot be read is a fault. */
async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new SettingsError(`${file} cannot be read:`, [error instanceof Error ? error.message : String(error)]);
  }
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
  log.warn({ file, differences: length }, `${file} differs from the store (${length}), ${inForce}; ${commands}`);
}
