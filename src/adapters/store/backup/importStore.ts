import { checkHistory, migrate } from '../schema/migrate.ts';
import type { Migration } from '../schema/readMigrations.ts';
import { within } from '../transactional.ts';
import { type ArchivedSequence, BrokenArchive } from './archiveShape.ts';
import type { CopySession } from './copySession.ts';
import { namesIn, type OwnTable, ownTables } from './ownTables.ts';
import { listed, quoted } from './quotedNames.ts';
import type { Archive } from './readArchive.ts';

/**
 * Fills an empty database from an archive, in one transaction: all of it, at the newest of the known schemas, or nothing. `beforeCommit`
 * is for what must be there with it. Throws `BrokenArchive`, or where the database is not empty or the archive's schema not known.
 */
export async function importStore(
  session: CopySession,
  archive: Archive,
  known: readonly Migration[],
  beforeCommit: () => Promise<void>,
): Promise<void> {
  checkHistory(archive.header.schema, known, 'archive');
  await session.execute('BEGIN');
  await session.execute("SELECT pg_advisory_xact_lock(hashtext('tocsin.migrate'))");
  await refuseOccupied(session, known);
  await migrate(within(session), known.slice(0, archive.header.schema.length));
  const rows = await copyTables(session, archive, known);
  const end = archive.end();
  for (const [table, count] of Object.entries(end.rows))
    if (rows.get(table) !== count)
      throw new BrokenArchive(
        `the archive is damaged: it has ${rows.get(table) ?? 0} rows of ${table} instead of ${count}`,
      );
  for (const sequence of end.sequences) await setSequence(session, sequence);
  await migrate(within(session), known);
  await beforeCommit();
  await session.execute('COMMIT');
  // It is restored by now; the server gathers these figures by itself, too, only later.
  await session.execute('ANALYZE').catch(() => undefined);
}

async function refuseOccupied(session: CopySession, known: readonly Migration[]): Promise<void> {
  const found = await ownTables(session, ['schema_migrations', ...namesIn(known).tables]);
  if (found.length > 0)
    throw new Error(
      `the database holds tables of Tocsin already (${found[0]?.name} and ${found.length - 1} more); a backup is restored only into an empty one`,
    );
}

async function copyTables(
  session: CopySession,
  archive: Archive,
  known: readonly Migration[],
): Promise<ReadonlyMap<string, number>> {
  const tables = await ownTables(session, namesIn(known).tables);
  await session.execute(`TRUNCATE ${listed(tables.map(({ name }) => name))}`); // rows that the migrations made
  await switchTriggers(session, tables, 'DISABLE'); // the archive holds what they have done
  for (const month of archive.header.months)
    await session.execute('SELECT ensure_month($1)', [`${month}-01T00:00:00Z`]);
  const rows = new Map<string, number>();
  for await (const { table, columns, rows: copied } of archive.tables()) {
    const own = tables.find(({ name }) => name === table);
    if (own === undefined || !columns.every((column) => own.columns.includes(column)))
      throw new BrokenArchive(`the archive is damaged: its schema has no table ${table} with such columns`);
    rows.set(table, await session.copyIn(table, columns, copied));
  }
  await switchTriggers(session, tables, 'ENABLE');
  return rows;
}

async function switchTriggers(
  session: CopySession,
  tables: readonly OwnTable[],
  how: 'DISABLE' | 'ENABLE',
): Promise<void> {
  for (const { name } of tables) await session.execute(`ALTER TABLE ${quoted(name)} ${how} TRIGGER USER`);
}

async function setSequence(session: CopySession, { of, lastValue, isCalled }: ArchivedSequence): Promise<void> {
  if ('name' in of) await session.execute('SELECT setval($1::regclass, $2, $3)', [of.name, lastValue, isCalled]);
  else
    await session.execute('SELECT setval(pg_get_serial_sequence(quote_ident($1), $2)::regclass, $3, $4)', [
      ...[of.table, of.column, lastValue, isCalled],
    ]);
}
