import { open, readFile, readlink, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { Cluster } from './cluster.ts';
import { readIfThere } from './files.ts';
import { type ProgramResult, runProgram } from './runProgram.ts';

/** What a server says of itself in postmaster.pid; a crash leaves the file behind, an orderly stop removes it. */
export interface Postmaster {
  readonly pid: number;
  /** Null while it has not bound its port. */
  readonly port: number | null;
}

const pidFile = ({ data }: Cluster): string => join(data, 'postmaster.pid');

/** The server that runs on the cluster, or ran until it crashed. */
export async function readPostmaster(cluster: Cluster): Promise<Postmaster | null> {
  const [pid = '', , , port = ''] = ((await readIfThere(pidFile(cluster))) ?? '').split('\n');
  return pid === '' ? null : { pid: Number(pid), port: Number(port) || null };
}

/** The port of the last start, from the command line that the server keeps for its next one. */
export async function readLastPort({ data }: Cluster): Promise<number | null> {
  const commandLine = (await readIfThere(join(data, 'postmaster.opts'))) ?? '';
  return Number(/"-p" "(\d+)"/.exec(commandLine)?.[1]) || null;
}

/** Whether the pid is that of a living server of this cluster, as far as the system lets us see. */
export async function isAlive(cluster: Cluster, { pid }: Postmaster): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false; // no such process, or one of another user: a server of ours is one that we may signal
  }
  return process.platform !== 'linux' || isServerOf(cluster, pid);
}

/**
 * The number may be another program's by now, or a zombie's where process 1 does not reap (containers). A server works
 * in its data directory; where we may not look, it is taken for the server, and PostgreSQL decides.
 */
async function isServerOf({ data }: Cluster, pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  if (/\) Z /.test(status)) return false;
  return (await readlink(`/proc/${pid}/cwd`).catch(() => data)) === data;
}

/** What came of a start. `logFrom`: what it wrote stands in the log from there on. */
export interface StartedServer {
  readonly isUp: boolean;
  readonly logFrom: number;
}

const startWaitSeconds = 60;
/** pg_ctl ends by itself before. */
const pgCtlLimitMs = 90_000;

/**
 * Starts the server on a loopback port, detached from us: it outlives our death and takes none of our pipes. PostgreSQL
 * itself refuses a second server on the same data.
 */
export async function startPostmaster(cluster: Cluster, binaries: Binaries, port: number): Promise<StartedServer> {
  await removeStalePidFile(cluster);
  await keepLogShort(cluster.log);
  const logFrom = await sizeOf(cluster.log);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  const { code } = await runPgCtl(cluster, binaries, ['start', '-w', '-t', String(startWaitSeconds), '-o', options]);
  return { isUp: code === 0, logFrom };
}

/** More than a process has left when it stops the server, and enough for a command. */
const stopLimitMs = 60_000;

/**
 * Ends the server's sessions and stops it; its data is whole on the disk then. False when it would not within a minute.
 * pg_ctl's own waiting is of no use: it would wait for the server that a newcomer has started in the meantime.
 */
export async function stopPostmaster(cluster: Cluster, binaries: Binaries): Promise<boolean> {
  const giveUpAt = performance.now() + stopLimitMs;
  const running = await readPostmaster(cluster);
  await runPgCtl(cluster, binaries, ['stop', '-m', 'fast', '-W']);
  while (running !== null && (await readPostmaster(cluster))?.pid === running.pid) {
    if (performance.now() > giveUpAt) return false;
    await sleep(50);
  }
  return true;
}

/** pg_ctl's output and the server's both go to the cluster's log, opened by us: its owner may not reach DATA_DIR's folder. */
async function runPgCtl(cluster: Cluster, binaries: Binaries, args: readonly string[]): Promise<ProgramResult> {
  const log = await open(cluster.log, 'a', 0o600);
  try {
    if (cluster.runAs.kind === 'user') await log.chown(cluster.runAs.uid, cluster.runAs.gid);
    const options = { runAs: cluster.runAs, cwd: cluster.data, outputFd: log.fd, withinMs: pgCtlLimitMs };
    return await runProgram(binaries.pgCtl, [...args, '-D', cluster.data], options);
  } finally {
    await log.close();
  }
}

/** PostgreSQL removes what a crash left, unless the pid is in use again: after a container's restart it often is. */
async function removeStalePidFile(cluster: Cluster): Promise<void> {
  const postmaster = await readPostmaster(cluster);
  if (postmaster !== null && !(await isAlive(cluster, postmaster)))
    await unlink(pidFile(cluster)).catch(() => undefined);
}

const maxLogBytes = 10_000_000;

async function keepLogShort(log: string): Promise<void> {
  if ((await sizeOf(log)) > maxLogBytes) await rename(log, `${log}.old`);
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({ size }) => size,
    () => 0,
  );
