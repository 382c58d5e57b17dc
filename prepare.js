// npm runs this after an install in the working tree, and before it packs: a build from nothing, so that no file of a
// source that is gone is shipped. An install without development dependencies has no compiler, and must not fail for it.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const compiler = at('node_modules/typescript/bin/tsc');

if (existsSync(compiler)) {
  rmSync(at('dist'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [compiler, '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else if (!existsSync(at('dist/src/main.js'))) {
  process.stderr.write('Tocsin is not built: the compiler is a development dependency. `npm ci` installs it and builds.\n');
}
