import type { Queryable } from '../database.ts';
import type { Migration } from '../schema/readMigrations.ts';

export interface OwnTable {
  readonly name: string;
  /** Those whose values are not computed from others. */
  readonly columns: readonly string[];
}

/** The names that migrations gave to tables and sequences: what else lies in the schema is somebody else's. */
export function namesIn(migrations: readonly Pick<Migration, 'sql'>[]) {
  const sql = migrations.map((migration) => migration.sql).join('\n');
  const found = (pattern: RegExp) => [...new Set([...sql.matchAll(pattern)].map(([, name = '']) => name))];
  return {
    tables: found(/\b(?:CREATE TABLE (?:IF NOT EXISTS )?|RENAME TO )(\w+)/gi),
    sequences: found(/\bCREATE SEQUENCE (\w+)/gi),
  };
}

type TableRow = OwnTable & { readonly needs: readonly string[] };

/** Those of these tables that exist, each behind those that its foreign keys name. A table with partitions stands for them all. */
export async function ownTables(db: Queryable, names: readonly string[]): Promise<readonly OwnTable[]> {
  const rows = await db.query<TableRow>(tablesSql, [names]);
  const ordered: TableRow[] = [];
  for (let rest = rows; rest.length > 0; ) {
    const isReady = ({ needs }: TableRow) => needs.every((name) => rest.every((other) => other.name !== name));
    const ready = rest.filter(isReady);
    if (ready.length === 0)
      throw new Error(`foreign keys go round in a circle: ${rest.map(({ name }) => name).join(', ')}`);
    ordered.push(...ready);
    rest = rest.filter((row) => !ready.includes(row));
  }
  return ordered.map(({ name, columns }) => ({ name, columns }));
}

const tablesSql = `
  SELECT c.relname::text AS name,
         ARRAY(SELECT attname::text FROM pg_attribute
                WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum) AS columns,
         ARRAY(SELECT DISTINCT f.relname::text FROM pg_constraint AS k JOIN pg_class AS f ON f.oid = k.confrelid
                WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
    FROM pg_class AS c
   WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     AND c.relname = ANY ($1) ORDER BY c.relname`;

/** The identity columns of these tables. */
export const identityColumns = (db: Queryable, tables: readonly string[]) =>
  db.query<{ readonly table: string; readonly column: string; readonly sequence: string }>(
    `SELECT c.relname::text AS table, a.attname::text AS column, pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS sequence
       FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
      WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = ANY ($1) AND a.attidentity <> '' ORDER BY 1, 2`,
    [tables],
  );

/** Those of these sequences that exist. */
export async function ownSequences(db: Queryable, names: readonly string[]): Promise<readonly string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class
      WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S' AND relname = ANY ($1) ORDER BY 1`,
    [names],
  );
  return rows.map(({ name }) => name);
}
