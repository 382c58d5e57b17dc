import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMissing, isThere } from './files.ts';

interface Link {
  /** The library, and the name under which the programs look for it; both relative to the package. */
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the library links that the package's install script makes. npm packs no links, and many people switch install
 * scripts off; without them the programs end with "error while loading shared libraries".
 */
export async function mendLinks(packageFolder: string): Promise<void> {
  for (const link of await readLinks(packageFolder)) {
    const target = join(packageFolder, link.target);
    if (!(await isThere(target))) await makeLink(basename(link.source), target);
  }
}

/** Source and target always share a folder, so that the whole package can be moved. Windows has none. */
async function readLinks(packageFolder: string): Promise<readonly Link[]> {
  try {
    return JSON.parse(await readFile(join(packageFolder, 'native/pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function makeLink(source: string, target: string): Promise<void> {
  try {
    await symlink(source, target);
  } catch (error) {
    if (await isThere(target)) return; // another process was faster
    throw new Error(
      `the bundled PostgreSQL lacks the library link ${basename(target)}, and ${dirname(target)} cannot be written: run "npm rebuild" there as its owner, or set DATABASE_URL`,
      { cause: error },
    );
  }
}
