import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StepLog } from '../../../ports/log.ts';
import type { Binaries } from './binaries.ts';
import { isTaken, isThere, readIfThere, syncFolder } from './files.ts';
import { chooseOwner, ownerOf } from './privileges.ts';
import { type RunAs, runProgram } from './runProgram.ts';
import { UnusableCluster } from './unusableCluster.ts';

/** The databases of one DATA_DIR: `DATA_DIR/postgres/` with the server's data, its password and its log. */
export interface Cluster {
  /** PostgreSQL's own data directory. */
  readonly data: string;
  readonly log: string;
  readonly password: string;
  readonly runAs: RunAs;
}

/** The one account of the server; it owns everything. */
export const superuser = 'tocsin';

/**
 * The cluster of an existing, absolute `dataDir`; made when there is none. A new one gets its name only when it is
 * whole, so a first start that is killed leaves nothing half-made, and of two at once one wins and both use the winner's.
 */
export async function openCluster(dataDir: string, binaries: Binaries, log: StepLog): Promise<Cluster> {
  const folder = join(dataDir, 'postgres');
  if (!(await isThere(folder))) {
    log.info({ folder }, 'creating a new database; this takes a few seconds');
    await makeCluster(folder, dataDir, binaries);
  }
  const runAs = await ownerOf(folder, { binaries: binaries.root, dataDir });
  const data = join(folder, 'data');
  await checkVersion(data, binaries);
  const password = await readPassword(folder);
  return { data, log: join(folder, 'server.log'), password, runAs };
}

const passwordFile = (folder: string): string => join(folder, 'password');

async function readPassword(folder: string): Promise<string> {
  const password = await readIfThere(passwordFile(folder));
  if (password !== null && password !== '') return password;
  throw new UnusableCluster(
    `expected the password of the database in ${passwordFile(folder)}, but the file is ${password === null ? 'missing' : 'empty'}; restore it from a backup of DATA_DIR, or set DATA_DIR to another folder to start with an empty database`,
  );
}

async function makeCluster(folder: string, dataDir: string, binaries: Binaries): Promise<void> {
  await removeAbandonedDrafts(dataDir);
  const draft = join(dataDir, `${draftPrefix}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await fillDraft(draft, binaries, await chooseOwner({ binaries: binaries.root, dataDir }));
    await rename(draft, folder);
    await syncFolder(dataDir);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!isTaken(error) || !(await isThere(folder))) throw error;
  }
}

const initdbLimitMs = 10 * 60_000;

async function fillDraft(draft: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile(draft), randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (runAs.kind === 'user') await giveTo(runAs, [draft, passwordFile(draft)]);
  const { code, output } = await runProgram(binaries.initdb, initdbArguments(draft), {
    runAs,
    cwd: draft,
    withinMs: initdbLimitMs,
  });
  if (code !== 0) throw new Error(`initdb could not create the database in ${draft}:\n${output.trim()}`);
}

async function giveTo(user: { readonly uid: number; readonly gid: number }, paths: readonly string[]): Promise<void> {
  for (const path of paths) await chown(path, user.uid, user.gid);
}

/** The tunable settings go to postgresql.conf, where an operator may change them. */
const initdbArguments = (draft: string): readonly string[] => [
  `--pgdata=${join(draft, 'data')}`,
  `--username=${superuser}`,
  `--pwfile=${passwordFile(draft)}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  ...Object.entries(firstSettings).map(([name, value]) => `--set=${name}=${value}`),
];

/** A small server that shares its machine; durable (fsync and full_page_writes stay on). */
const firstSettings = {
  max_connections: 60,
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  min_wal_size: '32MB',
  // Parallel workers share memory through /dev/shm, which containers keep small.
  max_parallel_workers_per_gather: 0,
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** Throws `UnusableCluster` where the data are gone, or are those of another PostgreSQL by now. */
export async function checkCluster({ data }: Cluster, binaries: Binaries): Promise<void> {
  if (!(await isThere(data)))
    throw new UnusableCluster(
      `the folder of the database, ${data}, is gone: restore DATA_DIR from a backup; if you removed it on purpose, start again, which begins with an empty database`,
    );
  await checkVersion(data, binaries);
}

async function checkVersion(data: string, binaries: Binaries): Promise<void> {
  const major = Number.parseInt((await readIfThere(join(data, 'PG_VERSION'))) ?? '', 10);
  if (major === binaries.major) return;
  throw new UnusableCluster(
    Number.isNaN(major)
      ? `${data} is not a PostgreSQL database: restore DATA_DIR from a backup, or choose another DATA_DIR`
      : `${data} was created by PostgreSQL ${major}, but this version of Tocsin includes ${binaries.major}: start the version that created it and dump the database with pg_dump, then load the dump into a new DATA_DIR`,
  );
}

const draftPrefix = 'postgres.new-';
const abandonedAfterMs = 10 * 60_000;

/** initdb takes seconds: an old draft belongs to a first start that was killed. */
async function removeAbandonedDrafts(dataDir: string): Promise<void> {
  const drafts = (await readdir(dataDir)).filter((name) => name.startsWith(draftPrefix));
  for (const draft of drafts.map((name) => join(dataDir, name))) {
    const madeAt = await stat(draft).then(
      ({ mtimeMs }) => mtimeMs,
      () => null,
    );
    if (madeAt !== null && Date.now() - madeAt > abandonedAfterMs) await rm(draft, { recursive: true, force: true });
  }
}
