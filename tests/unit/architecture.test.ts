import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which layer may import which. Arrows point inward only; whatever is not listed here is refused. */
const allowed: Record<string, readonly string[]> = {
  'src/domain': [],
  'src/ports': ['src/domain'],
  'src/pipeline': ['src/domain', 'src/ports'],
  'src/adapters': ['src/domain', 'src/ports', 'src/pipeline'],
  'src/web': ['src/domain', 'src/ports', 'src/pipeline'],
  workers: ['src/domain', 'src/ports', 'src/pipeline'],
  config: ['src/domain'],
  'src/app': ['src/domain', 'src/ports', 'src/pipeline', 'src/adapters', 'src/web', 'workers', 'config'],
  'src/cli': ['src/domain', 'src/ports', 'src/pipeline', 'src/adapters', 'src/web', 'src/app', 'config'],
  'src/main.ts': ['src/cli'],
};

const layers = Object.keys(allowed);
const layerOf = (file: string): string | undefined =>
  layers.find((layer) => file === layer || file.startsWith(`${layer}/`));

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((found) =>
    relative('.', resolve(dirname(file), found[1] ?? '')),
  );

const files = ['src', 'workers', 'config'].flatMap(sourceFiles);

describe('the house', () => {
  it('has every source file in a known layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it('points its import arrows inward only', () => {
    const wrong = files.flatMap((file) =>
      importsOf(file)
        .filter((target) => {
          const from = layerOf(file) ?? '';
          const to = layerOf(target);
          return to !== from && !(to !== undefined && allowed[from]?.includes(to));
        })
        .map((target) => `${file} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps the domain free of clocks, I/O and chance', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|from 'node:(?!crypto)/;
    const wrong = files.filter((file) => file.startsWith('src/domain/') && impure.test(readFileSync(file, 'utf8')));
    expect(wrong).toEqual([]);
  });
});
