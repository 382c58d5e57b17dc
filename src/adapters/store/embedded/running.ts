import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepLog } from '../../../ports/log.ts';
import { openSession } from '../session.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, checkCluster, superuser } from './cluster.ts';
import { isAlive, type Postmaster, readLastPort, readPostmaster, startPostmaster } from './postmaster.ts';
import { endOf, type StartFailure, startFailureIn } from './serverFaults.ts';
import { UnusableCluster } from './unusableCluster.ts';

const patienceMs = 5 * 60_000;

/** The server did not come up; another try may do better. */
export class StartFailed extends Error {
  override readonly name = 'StartFailed';
  readonly failure: StartFailure;
  constructor(failure: StartFailure, log: string) {
    super(`the database server did not start; ${log} ends with:\n${failure.said}`);
    this.failure = failure;
  }
}

export interface RunningOptions {
  readonly log: StepLog;
  /** How often a start is tried that fails, a second apart. */
  readonly tries: number;
  /** Ends the waiting, which then rejects. */
  readonly signal?: AbortSignal;
}

/**
 * Finds the cluster's server and starts it when there is none; answers its connection string. Waits while one starts,
 * recovers from a crash, or stops. Throws `UnusableCluster` where no further try would do better, and `StartFailed`, with the
 * end of the server's log, after the last.
 */
export async function ensureRunning(cluster: Cluster, binaries: Binaries, options: RunningOptions): Promise<string> {
  const { signal, tries } = options;
  const giveUpAt = performance.now() + patienceMs;
  let failedStarts = 0;
  while (performance.now() < giveUpAt) {
    signal?.throwIfAborted();
    await checkCluster(cluster, binaries);
    const postmaster = await readPostmaster(cluster);
    const url = postmaster?.port == null ? null : connectionString(cluster, postmaster.port);
    const response = url === null ? 'silence' : await probe(url);
    if (url !== null && response === 'ours') return url;
    const isThere = postmaster !== null && (await isAlive(cluster, postmaster));
    if (isThere && response === 'refusal') throw new UnusableCluster(refusalMessage(cluster, postmaster));
    if (isThere) await sleep(100);
    else {
      const failure = await start(cluster, binaries, options.log);
      if (failure !== null && ++failedStarts === tries) throw failure;
      if (failure !== null) await sleep(1000, undefined, signal && { signal });
    }
  }
  throw new Error(
    `the database server of ${cluster.data} has not responded for minutes: check ${cluster.log}, and if no server is running, delete postmaster.pid next to it`,
  );
}

const connectionString = ({ password }: Cluster, port: number): string =>
  `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`;

/** The random password is the proof: whoever accepts it is the server of this cluster. */
async function probe(url: string): Promise<'ours' | 'refusal' | 'silence'> {
  try {
    await (await openSession(url)).close();
    return 'ours';
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === invalidPassword ? 'refusal' : 'silence';
  }
}

const invalidPassword = '28P01';

/**
 * Null when there may be a server now, ours or that of a process that was faster. A failure may mean that another program
 * took the port, or that orphans of a crashed server still hold its memory: both are worth another try.
 */
async function start(cluster: Cluster, binaries: Binaries, log: StepLog): Promise<StartFailed | null> {
  const port = await choosePort(cluster);
  const started = await startPostmaster(cluster, binaries, port);
  if (started.isUp) {
    log.info({ port }, 'the database server is up');
    return null;
  }
  const rival = await readPostmaster(cluster);
  if (rival !== null && (await isAlive(cluster, rival))) return null;
  const failure = new StartFailed(startFailureIn(await endOf(cluster.log, started.logFrom)), cluster.log);
  if (failure.failure.isLasting) throw new UnusableCluster(failure.message);
  return failure;
}

/** The same port again if possible: processes that were connected when the server went find it back there. */
async function choosePort(cluster: Cluster): Promise<number> {
  const last = await readLastPort(cluster);
  return last !== null && (await isFree(last)) ? last : freePort();
}

const refusalMessage = (cluster: Cluster, { pid }: Postmaster): string =>
  `the database server of ${cluster.data} (pid ${pid}) does not accept the password kept in the file "password" next to it: put the right one there`;

/** A loopback port that nobody listens on; another program may take it before its use. */
const freePort = (): Promise<number> => listenBriefly(0);

const looks = 5;
const longestPauseMs = 100;

/** Whether the loopback port can be listened on. Other members look at it in the same way, and take it for a moment. */
async function isFree(port: number): Promise<boolean> {
  for (let look = 1; look <= looks; look++) {
    const isOurs = await listenBriefly(port).then(
      () => true,
      () => false,
    );
    if (isOurs) return true;
    await sleep(Math.random() * longestPauseMs);
  }
  return false;
}

function listenBriefly(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address: AddressInfo | string | null = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}
