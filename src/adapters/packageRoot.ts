import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Tocsin's own folder, the same from `src/` and from the built `dist/src/`; files that are not compiled lie below it. */
export function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!isOurs(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('no package.json of tocsin above its own code: the installation is damaged');
    folder = parent;
  }
  return folder;
}

const isOurs = (file: string): boolean =>
  existsSync(file) && /"name":\s*"tocsin"/.test(readFileSync(file, { encoding: 'utf8' }));
