// What the console's pages load: the style sheet, and a script for each island (`src/web/console/<page>/island/<name>Island.ts`).
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('.', import.meta.url));
const pages = 'src/web/console';

export const buildPages = () =>
  build({
    absWorkingDir: root,
    entryPoints: [
      join(pages, 'console.css'),
      join(pages, 'icon.svg'),
      ...readdirSync(join(root, pages), { recursive: true })
        .filter((name) => /[\\/]island[\\/]\w+Island\.ts$/.test(name))
        .map((name) => join(pages, name)),
    ],
    ...{ bundle: true, minify: true, outdir: join(root, 'dist/src/web/assets'), entryNames: '[name]' },
    ...{ format: 'esm', target: 'es2022', },
    loader: { '.svg': 'copy' },
    ...{ tsconfigRaw: '{}', logLevel: 'warning' },
  });
