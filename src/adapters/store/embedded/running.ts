import { open } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StepLog } from '../../../ports/log.ts';
import { openSession } from '../session.ts';
import type { Binaries } from './binaries.ts';
import { type Cluster, superuser } from './cluster.ts';
import { isAlive, type Postmaster, readLastPort, readPostmaster, startPostmaster } from './postmaster.ts';

const patienceMs = 5 * 60_000;
const maxFailedStarts = 4;

/**
 * Finds the cluster's server and starts it when there is none; answers its connection string. Waits while one starts,
 * recovers from a crash, or stops. Throws with the end of the server's log when it cannot be started.
 */
export async function ensureRunning(cluster: Cluster, binaries: Binaries, log: StepLog): Promise<string> {
  const giveUpAt = Date.now() + patienceMs;
  let failedStarts = 0;
  while (Date.now() < giveUpAt) {
    const postmaster = await readPostmaster(cluster);
    const url = postmaster?.port == null ? null : connectionString(cluster, postmaster.port);
    const response = url === null ? 'silence' : await probe(url);
    if (url !== null && response === 'ours') return url;
    const isThere = postmaster !== null && (await isAlive(cluster, postmaster));
    if (isThere && response === 'refusal') throw new Error(refusalMessage(cluster, postmaster));
    if (isThere) await sleep(100);
    else if (!(await start(cluster, binaries, log))) await afterFailure(cluster, ++failedStarts);
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
 * True when there may be a server now, ours or that of a process that was faster. False may mean that another program
 * took the port, or that orphans of a crashed server still hold its memory: both are worth another try.
 */
async function start(cluster: Cluster, binaries: Binaries, log: StepLog): Promise<boolean> {
  const port = await choosePort(cluster);
  if (await startPostmaster(cluster, binaries, port)) {
    log.info({ port }, 'the database server is up');
    return true;
  }
  const rival = await readPostmaster(cluster);
  return rival !== null && (await isAlive(cluster, rival));
}

/** The same port again if possible: processes that were connected when the server went find it back there. */
async function choosePort(cluster: Cluster): Promise<number> {
  const last = await readLastPort(cluster);
  return last !== null && (await isFree(last)) ? last : freePort();
}

const refusalMessage = (cluster: Cluster, { pid }: Postmaster): string =>
  `the database server of ${cluster.data} (pid ${pid}) does not accept the password kept in the file "password" next to it: put the right one there`;

async function afterFailure({ log }: Cluster, failedStarts: number): Promise<void> {
  if (failedStarts < maxFailedStarts) return sleep(1000);
  throw new Error(`the database server did not start; ${log} ends with:\n${await tail(log)}`);
}

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
