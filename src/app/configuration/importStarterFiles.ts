import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingsError } from '../../../config/settingsError.ts';
import { createConfigImports } from '../../adapters/store/configImports.ts';
import type { Database } from '../../adapters/store/database.ts';
import type { Clock } from '../../ports/clock.ts';
import type { StepLog } from '../../ports/log.ts';
import type { ConfigKind } from './configKind.ts';
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
 * store alone and say where a file and the store differ. Throws, with every finding, when a file to import is wrong.
 */
export async function importStarterFiles(context: ImportContext): Promise<void> {
  await importOnce(rulesKind, context);
  await importOnce(feedsKind, context);
  await importOnce(subscribersKind, context);
}

async function importOnce<T>(kind: ConfigKind<T>, { db, configDir, clock, log }: ImportContext): Promise<void> {
  const file = join(configDir, `${kind.name}.yaml`);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return log.warn({ file }, `there is no ${file}; ${kind.name} are what the store has`);
  const imports = createConfigImports(db);
  if ((await imports.imported()).has(kind.name)) return reportDrift(kind, text, file, db, log);
  const wanted = await wantedState(kind, text, file, db);
  await kind.apply(db, wanted, { by: 'import', why: `first import of ${kind.name}.yaml`, at: clock.now() });
  await imports.record(kind.name, createHash('sha256').update(text).digest('hex'), clock.now());
  log.info({ file }, `${kind.name} imported`);
}

async function wantedState<T>(kind: ConfigKind<T>, text: string, file: string, db: Database): Promise<T> {
  const { value, findings } = kind.read(text, file);
  const head = `${file} is wrong, nothing of it was imported:`;
  if (value === null) throw new SettingsError(head, findings.map(shownFinding));
  const refusals = await kind.refusals(db, value);
  if (refusals.length > 0) throw new SettingsError(head, refusals);
  return value;
}

async function reportDrift<T>(
  kind: ConfigKind<T>,
  text: string,
  file: string,
  db: Database,
  log: StepLog,
): Promise<void> {
  const { value } = kind.read(text, file);
  const advice = `see \`tocsin ${kind.name} diff ${file}\`, or \`tocsin ${kind.name} apply ${file}\``;
  if (value === null) return log.warn({ file }, `${file} has errors; the store's ${kind.name} are in force`);
  const changes = kind.changes(await kind.current(db), value);
  if (changes.length > 0)
    log.warn({ file, differences: changes.length }, `${file} differs from the store, which is in force; ${advice}`);
}
