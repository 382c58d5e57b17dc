import { randomBytes } from 'node:crypto';
import { link, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../adapters/makeFolder.ts';
import { inDataDir } from './inDataDir.ts';

/**
 * The key that signs links: the one from the settings, else the one kept in DATA_DIR, made at the first start.
 * Two processes that start at once agree on one: the file appears whole, by a hard link, and the first link wins.
 */
export async function secretKey(settings: {
  readonly secretKey: string | null;
  readonly dataDir: string;
}): Promise<string> {
  if (settings.secretKey !== null) return settings.secretKey;
  return inDataDir(settings.dataDir, () => keptKey(settings.dataDir));
}

async function keptKey(dataDir: string): Promise<string> {
  const kept = await readKeptKey(dataDir);
  if (kept !== null) return kept;
  await keepKey(dataDir, randomBytes(32).toString('base64url'));
  return readFile(keyFile(dataDir), 'utf8');
}

export const keyFile = (dataDir: string): string => join(dataDir, 'secret-key');

/** The key that DATA_DIR holds; null: none yet. */
export const readKeptKey = (dataDir: string): Promise<string | null> => readIfThere(keyFile(dataDir));

/** Keeps a key in DATA_DIR, unless one is there. */
export async function keepKey(dataDir: string, key: string): Promise<void> {
  await makeFolder(dataDir);
  const draft = `${keyFile(dataDir)}.${process.pid}`;
  await writeFile(draft, key, { mode: 0o600 });
  await link(draft, keyFile(dataDir)).catch(ignoreIfThere);
  await unlink(draft);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function ignoreIfThere(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error;
}
