import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The package as a stranger has it. */
export interface InstalledPackage {
  /** The stranger's folder. */
  readonly folder: string;
  /** Where npm has put Tocsin. */
  readonly root: string;
  readonly main: string;
  /** Paths in the tarball. */
  readonly files: readonly string[];
  remove(): Promise<void>;
}

/** Packs the working tree as `npm publish` would, and installs the tarball into an empty folder without development dependencies. */
export async function installPackage(): Promise<InstalledPackage> {
  const base = await mkdtemp(join(tmpdir(), 'tocsin-package-'));
  const folder = join(base, 'installed');
  await mkdir(folder);
  const { tarball, files } = await pack(join(base, 'tree'));
  await writeFile(join(folder, 'package.json'), '{}');
  await npm(folder, ['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', tarball]);
  const root = join(folder, 'node_modules/tocsin');
  const remove = () => rm(base, { recursive: true, force: true });
  return { folder, root, main: join(root, 'dist/src/main.js'), files, remove };
}

/** In a copy of the tree, since packing builds `dist` anew and other tests run what is there. */
async function pack(tree: string): Promise<{ readonly tarball: string; readonly files: readonly string[] }> {
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  for (const file of stdout.split('\0').filter((name) => name !== '' && !name.startsWith('tests/')))
    await cp(file, join(tree, file)).catch(ignoreRemoved);
  await symlink(resolve('node_modules'), join(tree, 'node_modules'));
  const packed: readonly { filename: string; files: readonly { path: string }[] }[] = JSON.parse(
    jsonIn(await npm(tree, ['pack', '--json'])),
  );
  return { tarball: join(tree, packed[0]?.filename ?? ''), files: packed[0]?.files.map(({ path }) => path) ?? [] };
}

/** Deleted, but not committed yet. */
function ignoreRemoved(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** What `prepare` prints comes before it. */
const jsonIn = (output: string): string => output.slice(output.indexOf('['));

async function npm(cwd: string, args: readonly string[]): Promise<string> {
  try {
    return (await run('npm', [...args], { cwd, maxBuffer: 16_000_000 })).stdout;
  } catch (error) {
    throw explained(error, args);
  }
}

const unreachable = /\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;

function explained(error: unknown, args: readonly string[]): Error {
  const message = error instanceof Error ? error.message : String(error);
  const [code] = unreachable.exec(message) ?? [];
  if (code === undefined) return new Error(message);
  return new Error(`npm's registry cannot be reached (${code}), so \`npm ${args[0]}\` proves nothing here`);
}
