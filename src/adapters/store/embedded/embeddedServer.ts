import { realpath } from 'node:fs/promises';
import type { StepLog } from '../../../ports/log.ts';
import { makeFolder } from '../../makeFolder.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { type Cluster, openCluster } from './cluster.ts';
import { type Joined, keepMembership } from './keepMembership.ts';
import { enter } from './membership.ts';
import { stopPostmaster } from './postmaster.ts';
import { ensureRunning, type RunningOptions } from './running.ts';
import type { UnusableCluster } from './unusableCluster.ts';

/** Our own PostgreSQL server on DATA_DIR, shared by all processes that work there. */
export interface EmbeddedServer {
  /** A superuser's; carries the password. Another one after a restart of the server whose port was taken meanwhile. */
  readonly connectionString: string;
  /** Why there is no server at the moment, in words that name nothing of the machine; null where there is one. */
  trouble(): string | null;
  /** Resolves, to what has to be done, when the server is gone and no waiting will bring it back. */
  readonly unusable: Promise<UnusableCluster>;
  /** No other process was at work on this DATA_DIR when this one joined. */
  readonly alone: boolean;
  /**
   * The server's time when this one joined. If it was alone, leases that end within `leaseSeconds` of it belong to the
   * dead; later ones may belong to a process that joined since.
   */
  readonly joinedAt: Date;
  /** Gives up our share, after all other connections are closed; the last one to leave stops the server. */
  leave(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Made when missing; may be relative. */
  readonly dataDir: string;
  readonly log: StepLog;
}

/**
 * Joins the server of `dataDir`: makes its cluster at the first start, finds a server that runs (also one whose starter
 * was killed), starts one otherwise; while we are members, one that crashed is started again, on the same port if it is free.
 * Throws with what to do when the machine or the folder does not allow it.
 */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedServer> {
  await makeFolder(dataDir);
  const binaries = await findBinaries();
  const cluster = await openCluster(await realpath(dataDir), binaries, log);
  const joined = await join(cluster, binaries, { log, tries: firstStarts });
  const kept = keepMembership(joined, (signal) => join(cluster, binaries, { log, tries: 1, signal }), log);
  return {
    get connectionString() {
      return kept.connectionString();
    },
    ...{ trouble: kept.trouble, unusable: kept.unusable },
    alone: joined.membership.alone,
    joinedAt: joined.membership.enteredAt,
    leave: () => kept.leave(() => stop(cluster, binaries, log)),
  };
}

/** A person waits for the first. */
const firstStarts = 4;
const maxTries = 10;

/** Between our finding the server and entering, its last member may stop it: then it is started again. */
async function join(cluster: Cluster, binaries: Binaries, options: RunningOptions): Promise<Joined> {
  for (let tries = 1; ; tries++) {
    const connectionString = await ensureRunning(cluster, binaries, options);
    try {
      return { connectionString, membership: await enter(connectionString) };
    } catch (error) {
      if (tries === maxTries) throw error;
    }
  }
}

async function stop(cluster: Cluster, binaries: Binaries, log: StepLog): Promise<void> {
  if (await stopPostmaster(cluster, binaries)) log.info({}, 'the database server has stopped');
  else log.warn({ serverLog: cluster.log }, 'the database server did not stop within a minute');
}
