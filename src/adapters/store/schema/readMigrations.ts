import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../packageRoot.ts';

/** One step of the schema: `migrations/NNNN_name.sql`, never changed once it was released. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** Hex, of the file's text with LF line ends. */
  readonly sha256: string;
}

/** The migrations that this code brings, oldest first. Throws when a number is missing, doubled, or a file misnamed. */
export async function readMigrations(folder = migrationsFolder()): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const migrations = await Promise.all(files.map((file) => readMigration(folder, file)));
  migrations.forEach(({ version }, index) => {
    if (version !== index + 1) {
      throw new Error(`${folder} must hold migrations numbered 1, 2, 3…: ${files[index]} stands in place ${index + 1}`);
    }
  });
  return migrations;
}

const migrationsFolder = (): string => join(packageRoot(), 'src/adapters/store/schema/migrations');

async function readMigration(folder: string, file: string): Promise<Migration> {
  const [, version, name] = /^(\d{4})_(\w+)\.sql$/.exec(file) ?? [];
  if (version === undefined || name === undefined) throw new Error(`${file} in ${folder} is not named NNNN_name.sql`);
  // A checkout with CRLF line ends is the same migration.
  const sql = (await readFile(join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
  return { version: Number(version), name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
}
