import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepLog } from '../../../ports/log.ts';
import { openSession } from '../session.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, superuser } from './cluster.ts';
import { freePort, isFree } from './ports.ts';
import { isAlive, type Postmaster, readPostmaster, startPostmaster } from './postmaster.ts';

/** `busy`: it starts up, recovers or stops. `refuses`: something there does not know our password. */
type Answer = 'ours' | 'busy' | 'refuses' | 'none';

const patienceMs = 5 * 60_000;

/**
 * Finds the cluster's server and starts it when there is none; answers its connection string. Waits while one starts,
 * recovers from a crash, or stops. Throws with the end of the server's log when it cannot be started.
 */
export async function ensureRunning(cluster: Cluster, binaries: Binaries, log: StepLog): Promise<string> {
  const giveUpAt = Date.now() + patienceMs;
  while (Date.now() < giveUpAt) {
    const postmaster = await readPostmaster(cluster);
    const answer = await ask(cluster, postmaster);
    if (answer === 'ours' && postmaster?.port) return connectionString(cluster, postmaster.port);
    if (answer !== 'busy') await start(cluster, binaries, log, { last: postmaster, answer });
    await sleep(200);
  }
  throw new Error(`the database server of ${cluster.data} has not answered for minutes; its log is ${cluster.log}`);
}

/** The random password is the proof: whoever accepts it is the server of this cluster. */
async function ask(cluster: Cluster, postmaster: Postmaster | null): Promise<Answer> {
  if (postmaster?.port == null) return 'none';
  try {
    await (await openSession(connectionString(cluster, postmaster.port))).close();
    return 'ours';
  } catch (error) {
    return answers.get(String(error instanceof Error && 'code' in error && error.code)) ?? 'none';
  }
}

const answers: ReadonlyMap<string, Answer> = new Map([
  ['57P01', 'busy'], // admin_shutdown
  ['57P02', 'busy'], // crash_shutdown
  ['57P03', 'busy'], // cannot_connect_now
  ['53300', 'busy'], // too_many_connections
  ['28P01', 'refuses'], // invalid_password
  ['28000', 'refuses'], // invalid_authorization_specification
]);

const connectionString = ({ password }: Cluster, port: number): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;

interface Sighting {
  readonly last: Postmaster | null;
  readonly answer: Answer;
}

/** Returns when a server may be there, ours or that of a process that was faster; throws when it cannot be started. */
async function start(cluster: Cluster, binaries: Binaries, log: StepLog, { last, answer }: Sighting): Promise<void> {
  const port = await choosePort(last);
  if (await startPostmaster(cluster, binaries, port)) {
    log.info({ port }, 'the database server is up');
    return;
  }
  const rival = await readPostmaster(cluster);
  if (rival !== null && (await isAlive(cluster, rival))) {
    if (answer !== 'refuses') return;
    throw new Error(
      `the database server of ${cluster.data} (pid ${rival.pid}) does not accept the password kept beside it`,
    );
  }
  if (await isFree(port))
    throw new Error(`the database server did not start; ${cluster.log} ends with:\n${await tail(cluster.log)}`);
}

/** After a crash the same port again, so that whoever is still connected to it by name finds the server back. */
const choosePort = async (last: Postmaster | null): Promise<number> =>
  last?.port && (await isFree(last.port)) ? last.port : freePort();

async function tail(file: string): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2000), 0, 2000, Math.max(0, size - 2000));
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await handle.close();
  }
}
