import { type Stats, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { type RunAs, runProgram } from './runProgram.ts';

interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The folders that the server's programs must be able to reach. */
export interface NeededPaths {
  readonly binaries: string;
  readonly dataDir: string;
}

/**
 * Whom a new cluster is to belong to. PostgreSQL refuses root, so as root it is an unprivileged user who can reach the
 * programs and DATA_DIR, else ourselves under another name in a user namespace. No user is made and no mode changed.
 * Throws, saying what to do, when neither works.
 */
export async function chooseOwner(paths: NeededPaths): Promise<RunAs> {
  const self = process.getuid?.();
  if (self === undefined || (self !== 0 && hasName())) return { kind: 'ourselves' };
  const users = await readUsers();
  const reaching = self === 0 ? users.filter((user) => canReachAll(user, paths)) : [];
  for (const { uid, gid } of reaching)
    if (await canRunAs({ kind: 'user', uid, gid })) return { kind: 'user', uid, gid };
  return asNamespace(users, paths);
}

/** Whom an existing cluster belongs to; only its owner can open it. Throws when it is neither ours nor within reach. */
export async function ownerOf(cluster: string, paths: NeededPaths): Promise<RunAs> {
  const { uid, gid } = statSync(cluster);
  const self = process.getuid?.();
  if (self === undefined) return { kind: 'ourselves' };
  if (self === uid) return self === 0 ? asNamespace(await readUsers(), paths) : { kind: 'ourselves' };
  if (self === 0 && canReachAll({ uid, gid }, paths)) return { kind: 'user', uid, gid };
  throw new Error(
    self === 0
      ? `${cluster} belongs to the user with uid ${uid}, who cannot enter ${paths.dataDir} or ${paths.binaries}: give that user access, or move both`
      : `${cluster} belongs to the user with uid ${uid}: start Tocsin as that user, or as root`,
  );
}

/** initdb looks its user up; a container may run under a number that has no name. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}

/** Unprivileged users that exist on most systems, the most fitting first. */
async function readUsers(): Promise<readonly User[]> {
  const entries = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  const users = entries.map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  return ['postgres', '_postgres', 'nobody'].flatMap((name) =>
    users.filter((user) => user.name === name && user.uid > 0),
  );
}

async function asNamespace(users: readonly User[], paths: NeededPaths): Promise<RunAs> {
  for (const { uid, gid } of process.platform === 'linux' ? users : []) {
    if (await canRunAs({ kind: 'namespace', uid, gid })) return { kind: 'namespace', uid, gid };
  }
  throw new Error(noOwnerMessage(paths));
}

const probeLimitMs = 10_000;

/** Containers often forbid namespaces, and users that a namespace does not know. */
const canRunAs = (runAs: RunAs): Promise<boolean> =>
  runProgram('true', [], { runAs, cwd: '/', withinMs: probeLimitMs }).then(
    ({ code }) => code === 0,
    () => false,
  );

const noOwnerMessage = ({ binaries, dataDir }: NeededPaths): string =>
  `PostgreSQL refuses to run as root or as a user without a name, and nobody else can reach ${binaries} and ${dataDir}. Do one of these: start Tocsin as an ordinary user; install it where other users can read it (/opt/tocsin, for example) with DATA_DIR next to it; or set DATABASE_URL to a PostgreSQL server of your own`;

const canReachAll = (user: User, paths: NeededPaths): boolean =>
  canReach(user, paths.binaries, 0o5) && canReach(user, paths.dataDir, 0o1);

/** Whether the mode bits let a user through every folder above `path` and give `needed` (r4 w2 x1) at its end. */
function canReach(user: User, path: string, needed: number): boolean {
  const folder = dirname(path);
  return allows(statSync(path), user, needed) && (folder === path || canReach(user, folder, 0o1));
}

function allows(stats: Stats, user: User, needed: number): boolean {
  const shift = stats.uid === user.uid ? 6 : stats.gid === user.gid ? 3 : 0;
  return ((stats.mode >> shift) & needed) === needed;
}
