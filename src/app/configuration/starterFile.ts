import { readFile } from 'node:fs/promises';
import { SettingsError } from '../../../config/settingsError.ts';

/** The text of a file of CONFIG_DIR; null where there is none. One that is there and cannot be read is a `SettingsError`. */
export async function readStarterFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new SettingsError(`${file} cannot be read:`, [error instanceof Error ? error.message : String(error)]);
  }
}
