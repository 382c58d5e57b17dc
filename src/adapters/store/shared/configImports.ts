import type { Queryable } from '../database.ts';

export type ConfigFileName = 'rules' | 'feeds' | 'subscribers';

/** Which of the starter files were imported; each is imported once, and the store is the truth from then on. */
export interface ConfigImports {
  imported(): Promise<ReadonlySet<ConfigFileName>>;
  /** What the file applied or imported last held; null where that is not known. */
  held(file: ConfigFileName): Promise<ReadonlySet<string> | null>;
  record(file: ConfigFileName, content: FileContent, now: Date): Promise<void>;
  /** What people change is never undone by a starter file that comes later; it does not count as held by a file. */
  noteEdited(file: ConfigFileName, now: Date): Promise<void>;
}

export interface FileContent {
  /** SHA-256 of the file, hex. */
  readonly digest: string;
  /** All that it holds, by the names that plans use; null where it only added to what is there. */
  readonly held: readonly string[] | null;
}

export function createConfigImports(db: Queryable): ConfigImports {
  return {
    async imported() {
      const rows = await db.query<{ file: ConfigFileName }>('SELECT file FROM config_imports');
      return new Set(rows.map(({ file }) => file));
    },
    async held(file) {
      const [row] = await db.query<{ held: readonly string[] | null }>(
        'SELECT held FROM config_imports WHERE file = $1',
        [file],
      );
      return row?.held == null ? null : new Set(row.held);
    },
    async record(file, { digest, held }, now) {
      await db.execute(
        `INSERT INTO config_imports (file, digest, held, imported_at) VALUES ($1, decode($2, 'hex'), coalesce($3, '{}'::text[]), $4)
         ON CONFLICT (file) DO UPDATE
            SET digest = excluded.digest, held = coalesce($3, config_imports.held), imported_at = excluded.imported_at`,
        [file, digest, held, now],
      );
    },
    async noteEdited(file, now) {
      await db.execute(
        "INSERT INTO config_imports (file, digest, held, imported_at) VALUES ($1, '', '{}', $2) ON CONFLICT (file) DO NOTHING",
        [file, now],
      );
    },
  };
}
