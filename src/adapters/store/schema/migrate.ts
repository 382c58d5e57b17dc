import { queryLimits } from '../../postgres/queryLimits.ts';
import type { Database, Queryable } from '../database.ts';
import { type Migration, readMigrations } from './readMigrations.ts';

/** A migration as a database records it. */
export interface AppliedMigration {
  readonly version: number;
  readonly name: string;
  readonly sha256: string;
}

/**
 * Brings the schema to the newest of `migrations`, each in a transaction of its own. Processes that migrate at once take
 * turns under an advisory lock, held for the transaction only, so that it works through a pooler too.
 * Throws when the database is newer than this code or was made by other files.
 */
export async function migrate(db: Pick<Database, 'transaction'>, migrations?: readonly Migration[]): Promise<void> {
  const known = migrations ?? (await readMigrations());
  while (await db.transaction((tx) => applyNext(tx, known), queryLimits.maintenanceMs));
}

/** Whether a migration was applied; false when there was none left. */
async function applyNext(tx: Queryable, known: readonly Migration[]): Promise<boolean> {
  await tx.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.migrate'))");
  const applied = await readApplied(tx);
  checkHistory(applied, known, 'database');
  const next = known[applied.length];
  if (next === undefined) return false;
  await tx.execute(next.sql).catch((error: unknown) => {
    throw new Error(`migration ${label(next)} failed; the database is unchanged`, { cause: error });
  });
  await tx.execute('INSERT INTO schema_migrations (version, name, sha256) VALUES ($1, $2, $3)', [
    next.version,
    next.name,
    next.sha256,
  ]);
  return true;
}

async function readApplied(tx: Queryable): Promise<readonly AppliedMigration[]> {
  await tx.execute(`
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version integer PRIMARY KEY,
      name    text    NOT NULL,
      sha256  text    NOT NULL
    )`);
  return readRecorded(tx);
}

const readRecorded = (db: Queryable): Promise<AppliedMigration[]> =>
  db.query<AppliedMigration>('SELECT version, name, sha256 FROM schema_migrations ORDER BY version');

/** The migrations that made this database, oldest first. Throws where it holds no Tocsin, or one that this code does not know. */
export async function appliedMigrations(
  db: Queryable,
  known: readonly Migration[],
): Promise<readonly AppliedMigration[]> {
  const [found] = await db.query("SELECT FROM to_regclass('schema_migrations') AS name WHERE name IS NOT NULL");
  if (found === undefined) throw new Error('the database holds no Tocsin: it has no table schema_migrations');
  const applied = await readRecorded(db);
  checkHistory(applied, known, 'database');
  return applied;
}

/** Throws where a database, or an archive of one, was made by other or newer migrations than those known. */
export function checkHistory(
  applied: readonly AppliedMigration[],
  known: readonly Migration[],
  place: 'database' | 'archive',
): void {
  for (const [index, done] of applied.entries()) {
    if (done.version !== index + 1) {
      throw new Error(
        `schema_migrations lacks version ${index + 1} but has ${done.version}: restore the database from a backup, or the missing row if only the row was lost`,
      );
    }
    const ours = known[index];
    if (ours === undefined) throw new Error(newerSchema[place](applied.length, known.length));
    if (ours.sha256 !== done.sha256) throw new Error(changedFile(ours, place));
  }
}

const newerSchema = {
  database: (version: number, known: number): string =>
    `the database is at schema version ${version}, but this version of Tocsin knows only ${known}: start the newer version that migrated it, or restore a backup from before`,
  archive: (version: number, known: number): string =>
    `the archive is of schema version ${version}, but this version of Tocsin knows only ${known}: restore it with the version that made it, or a later one`,
};

const changedFile = (migration: Migration, place: 'database' | 'archive'): string =>
  `migration ${label(migration)} is not the file that was applied to this ${place}: restore the released file; to change the schema, add a new migration`;

const label = ({ version, name }: Pick<Migration, 'version' | 'name'>): string =>
  `${String(version).padStart(4, '0')}_${name}`;
