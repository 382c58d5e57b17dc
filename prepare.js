// npm runs this after an install in the working tree, and before it packs: a build from nothing, so that no file of a
// source that is gone is shipped. An install without development or optional packages has no compiler, and must not fail for it.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const compiler = at('node_modules/typescript/bin/tsc');
const nativePart = at(`node_modules/@typescript/typescript-${process.platform}-${process.arch}`);

if (existsSync(compiler) && existsSync(nativePart)) {
  rmSync(at('dist'), { recursive: true, force: true });
  const { status } = spawnSync(process.execPath, [compiler, '-p', at('tsconfig.build.json')], { stdio: 'inherit' });
  // npx runs the command of a clone by its file, and makes that executable only once.
  if (status === 0) {
    chmodSync(at('dist/src/main.js'), 0o755);
    const { buildPages } = await import('./buildPages.js');
    await buildPages();
  }
  process.exitCode = status ?? 1;
} else if (!existsSync(at('dist/src/main.js'))) {
  process.stderr.write('Tocsin is not built: there is no compiler without development and optional packages. `npm ci` builds.\n');
}
