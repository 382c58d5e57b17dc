import type { Queryable } from '../database.ts';

export type ConfigFileName = 'rules' | 'feeds' | 'subscribers';

/** Which of the starter files were imported; each is imported once, and the store is the truth from then on. */
export interface ConfigImports {
  imported(): Promise<ReadonlySet<ConfigFileName>>;
  /** `digest`: SHA-256 of the file, hex. */
  record(file: ConfigFileName, digest: string, now: Date): Promise<void>;
}

export function createConfigImports(db: Queryable): ConfigImports {
  return {
    async imported() {
      const rows = await db.query<{ file: ConfigFileName }>('SELECT file FROM config_imports');
      return new Set(rows.map(({ file }) => file));
    },
    async record(file, digest, now) {
      await db.execute(
        `INSERT INTO config_imports (file, digest, imported_at) VALUES ($1, decode($2, 'hex'), $3)
         ON CONFLICT (file) DO UPDATE SET digest = excluded.digest, imported_at = excluded.imported_at`,
        [file, digest, now],
      );
    },
  };
}
