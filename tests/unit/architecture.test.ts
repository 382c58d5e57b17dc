import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { grouped } from '../../src/domain/basics/grouped.ts';

/** Which layer may import which. Arrows point inward only; whatever is not listed here is refused. */
const allowed: Record<string, readonly string[]> = {
  'src/domain': [],
  'src/ports': ['src/domain'],
  'src/pipeline': ['src/domain', 'src/ports'],
  'src/adapters': ['src/domain', 'src/ports', 'src/pipeline', 'src/desk'],
  'src/desk': ['src/domain', 'src/ports'],
  'src/web': ['src/domain', 'src/ports', 'src/pipeline', 'src/desk'],
  workers: ['src/domain', 'src/ports', 'src/pipeline'],
  config: ['src/domain'],
  'src/app': ['src/domain', 'src/ports', 'src/pipeline', 'src/desk', 'src/adapters', 'src/web', 'workers', 'config'],
  'src/cli': ['src/domain', 'src/ports', 'src/pipeline', 'src/desk', 'src/adapters', 'src/web', 'src/app', 'config'],
  'src/main.ts': ['src/cli'],
};

/** The folders of the domain, in order: each knows only those before it. */
const domainOrder = [
  ...['basics', 'languages', 'articles', 'feeds', 'figures', 'ledger', 'rules', 'stories', 'schedules', 'digests'],
  ...['configuration', 'deliveries', 'notices', 'canary', 'people'],
];

/**
 * Folders whose files are named after something else, so that a name may stand twice: a worker after its queue, a command
 * after what is typed, and the files of each language alike.
 */
const namedAlike = [/^workers\//, /^src\/cli\//, /^src\/domain\/rules\/inflection\//, /^src\/web\/console\/words\//];

const layers = Object.keys(allowed);
const layerOf = (file: string): string | undefined =>
  layers.find((layer) => file === layer || file.startsWith(`${layer}/`));

const folderOfDomain = (file: string): string | undefined => /^src\/domain\/([^/]+)\//.exec(file)?.[1];

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name));
}

/** Of types as well: what only the compiler reads is read by people, too. */
const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((found) =>
    relative('.', resolve(dirname(file), found[1] ?? '')),
  );

const files = ['src', 'workers', 'config'].flatMap(sourceFiles);
const imports: ReadonlyMap<string, readonly string[]> = new Map(files.map((file) => [file, importsOf(file)]));

const arrows = (isWrong: (from: string, to: string) => boolean): readonly string[] =>
  [...imports].flatMap(([from, targets]) => targets.filter((to) => isWrong(from, to)).map((to) => `${from} → ${to}`));

/** A circle of files by the files on it; null where there is none below `file`. */
function circleFrom(file: string, path: readonly string[], done: Set<string>): readonly string[] | null {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
  if (done.has(file)) return null;
  for (const next of imports.get(file) ?? []) {
    const circle = circleFrom(next, [...path, file], done);
    if (circle !== null) return circle;
  }
  done.add(file);
  return null;
}

describe('the house', () => {
  it('has every source file in a known layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it('points its import arrows inward only', () => {
    const isOutward = (from: string, to: string) => {
      const [here, there] = [layerOf(from) ?? '', layerOf(to)];
      return there !== here && !(there !== undefined && allowed[here]?.includes(there));
    };
    expect(arrows(isOutward)).toEqual([]);
  });

  it('has each folder of the domain in the order, and each knows only those before it', () => {
    const domain = files.filter((file) => layerOf(file) === 'src/domain');
    expect(domain.filter((file) => !domainOrder.includes(folderOfDomain(file) ?? ''))).toEqual([]);
    const isForward = (from: string, to: string) => {
      const [here, there] = [folderOfDomain(from), folderOfDomain(to)];
      if (here === undefined || there === undefined) return false;
      return domainOrder.indexOf(there) > domainOrder.indexOf(here);
    };
    expect(arrows(isForward)).toEqual([]);
  });

  it('has no circle of files, not even of types', () => {
    const done = new Set<string>();
    const circles = files.map((file) => circleFrom(file, [], done)?.join(' → '));
    expect([...new Set(circles)]).toEqual([undefined]);
  });

  it('gives no file name twice', () => {
    const namesakes = grouped(
      files.filter((file) => !namedAlike.some((folder) => folder.test(file))),
      (file) => basename(file),
    );
    expect([...namesakes.values()].filter(({ length }) => length > 1)).toEqual([]);
  });

  it('has a folder of the store for each folder of the pipeline', () => {
    const foldersOf = (folder: string) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const beside = ['rules', 'feeds', 'subscribers', 'views', 'schema', 'backup', 'embedded', 'desk'];
    expect(foldersOf('src/adapters/store').sort()).toEqual([...foldersOf('src/pipeline'), ...beside].sort());
  });

  it('keeps the domain free of clocks, I/O and chance', () => {
    const impure = /\bDate\.now\(|new Date\(\)|Math\.random\(|from 'node:(?!crypto)/;
    const wrong = files.filter((file) => file.startsWith('src/domain/') && impure.test(readFileSync(file, 'utf8')));
    expect(wrong).toEqual([]);
  });
});
