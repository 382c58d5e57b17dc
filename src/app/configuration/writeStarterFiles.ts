import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../adapters/makeFolder.ts';
import { packageRoot } from '../../adapters/packageRoot.ts';

export interface StarterFiles {
  readonly written: readonly string[];
  /** Those that were there already, and stay as they are. */
  readonly kept: readonly string[];
}

/** The three files that the first start imports. */
const starterFiles = ['feeds.yaml', 'rules.yaml', 'subscribers.yaml'] as const;

/** Copies the package's starter files into the folder, which is made where it is missing. Overwrites nothing. */
export async function writeStarterFiles(folder: string): Promise<StarterFiles> {
  await makeFolder(folder);
  const written: string[] = [];
  const kept: string[] = [];
  for (const name of starterFiles) {
    const isNew = await copyNew(join(packageRoot(), 'config', name), join(folder, name));
    (isNew ? written : kept).push(name);
  }
  return { written, kept };
}

/** False where the target is there. */
async function copyNew(source: string, target: string): Promise<boolean> {
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
